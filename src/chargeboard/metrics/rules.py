"""By which rule, and with which settings, was a figure computed?"""

from __future__ import annotations

from typing import Final

from chargeboard.domain.figures.evidence import Rule
from chargeboard.domain.policy import Policy

_RULES: Final[dict[str, tuple[str, str, tuple[str, ...]]]] = {
    "utilization": (
        (
            "Seconds in use divided by available seconds, both summed over the sockets. In use is charging"
            " and suspended; available is observed calendar time, downtime included."
        ),
        "definitions 2.2",
        ("utilization_basis", "utilization_denominator", "opening_hours", "sockets"),
    ),
    "success": (
        (
            "Attempts that got energy divided by all decided attempts, on the local day of the first signal."
            " An attempt is what one driver did, however many messages it took; in one plug-in each card is"
            " one, and a card that is shown to stop is none."
        ),
        "definitions 2.3, 4c A1a-A7a",
        (
            "success",
            "min_success_energy_wh",
            "min_session_s",
            "user_cancel_max_s",
            "attempt_match_window_s",
            "plug_only_min_s",
            "auth_retry_dedup_s",
            "success_excludes",
            "grouping",
        ),
    ),
    "sessions": (
        (
            "Transactions that ended on the day with enough energy in or out; where it is unknown, those"
            " whose time, stop and statuses, or the next start in the same plug-in, show that energy flowed."
            " A start that was refused is one only if charging followed."
        ),
        "definitions 2.1 S2, 2.4, 4c S2a, S7",
        ("min_success_energy_wh", "min_session_s", "stop_grace_s", "stale_tx_s"),
    ),
    "energy": (
        (
            "What the meters counted between the day's first and last instant; between two accepted readings"
            " it is spread evenly in time. What vehicles feed back is counted apart."
        ),
        "definitions 2.4, S3, 4c S3a",
        ("energy_per_day", "drop_suspicious_energy", "energy_factor", "rated_kw"),
    ),
    "uptime": (
        (
            "Time without outage divided by time. Faulted, unavailable and offline are outages for NEVI; time"
            " without contact is exempt in the UK. Indicative, computed by our reading of each rule."
        ),
        "definitions 2.8",
        ("exclusions", "opening_hours", "offline_k", "offline_min_s", "reconnect_grace_s"),
    ),
}

_USUAL: Final = Policy()


def rules(policy: Policy, *figures: str) -> list[Rule]:
    """The rules of these figures, of all where none is named."""
    return [
        Rule(
            figure=figure,
            rule=sentence,
            source=source,
            settings={name: getattr(policy, name) for name in names},
            changed=[name for name in names if getattr(policy, name) != getattr(_USUAL, name)],
        )
        for figure, (sentence, source, names) in _RULES.items()
        if not figures or figure in figures
    ]
