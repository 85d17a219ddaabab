"""By which rule is each figure computed, in a sentence?"""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "metrics",
    {
        "utilization_rule": (
            "Seconds in use divided by available seconds, both summed over the sockets. In use is "
            "charging and suspended; available is observed calendar time, downtime included."
        ),
        "success_rule": (
            "Attempts that got energy divided by all decided attempts, on the local day of the first "
            "signal. An attempt is what one driver did, however many messages it took; in one plug-in "
            "each card is one, and a card that is shown to stop is none."
        ),
        "sessions_rule": (
            "Transactions that ended on the day with enough energy in or out; where it is unknown, "
            "those whose time, stop and statuses, or the next start in the same plug-in, show that "
            "energy flowed. A start that was refused is one only if charging followed."
        ),
        "energy_rule": (
            "What the meters counted between the day's first and last instant; between two accepted "
            "readings it is spread evenly in time. What vehicles feed back is counted apart."
        ),
        "uptime_rule": (
            "Time without outage divided by time. Faulted, unavailable and offline are outages for "
            "NEVI; time without contact is exempt in the UK. Indicative, computed by our reading of "
            "each rule."
        ),
    },
)
