"""What does the panel of the open sessions say?"""

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "panels.ongoing",
    {
        "title": "Ongoing sessions",
        "measures": "All active charging sessions in progress, their duration and the energy delivered so"
        " far.",
        "reading": "A high energy value and long duration mean active, sustained sessions.\n"
        "Short durations or low energy indicate short top-ups or user interruptions.\n"
        "Grey power is old; “~” means that power was worked out from the last two meter readings.",
        "rule": "A session stays listed while the charger is out of contact, because it may well go on.",
        "as_of": "as of {at}",
        "left_out": "and {n:count} more",
        "headline": Plural(
            "<b>{n}</b> active session <b>{energy:energy}</b> delivered",
            "<b>{n}</b> active sessions <b>{energy:energy}</b> delivered",
        ),
        "socket": "Socket",
        "duration": "Duration",
        "energy": "Energy, kWh",
        "power": "Power, kW",
        "battery": "Battery",
        "started": "started {at}",
        "ago": "{length} ago",
        "is_guess": "from the meter",
        "guess": "~{power:kilo}",
        "charged": "{share:count}%",
        "curve": "Power of the last {length:about}: {lowest:kilo} to {highest:power}",
        "lost_since": "no contact since {at}",
        "lost": "no contact",
        "unborn": "Nothing to show before the charger connects.",
        "passed": ("These figures are of past days. Ongoing sessions are shown with the last 7 days."),
        "none_open": "No session was open at the last message. Nothing is known since.",
        "left_open": Plural(
            "{n} session was open at the last message. Nothing is known since.",
            "{n} sessions were open at the last message. Nothing is known since.",
        ),
        "none_at_loss": "No session was open when contact was lost. New sessions will appear when it"
        " returns.",
        "none": "Nobody is charging at the moment.",
        "plain_title": "Ongoing sessions  live",
        "plain_none": "No session is going on.",
        "plain_headline": Plural(
            "{n} active session, {energy:energy} so far", "{n} active sessions, {energy:energy} so far"
        ),
        "plain_socket": "socket",
        "plain_since": "since",
        "plain_duration": "duration",
        "plain_energy": "energy",
        "plain_power": "power",
        "plain_state": "state",
        "plain_guess": "about {power:power}",
        "plain_lost": "charger offline, last contact {at}",
    },
)
