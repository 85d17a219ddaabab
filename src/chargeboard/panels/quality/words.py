"""What does the foot of the page, on the data and the uptime, say?"""

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "panels.quality",
    {
        "title": "Data and uptime",
        "measures": "How good the data behind this page is, and how long the charger was up.",
        "reading": "Uptime is indicative, computed by our reading of each rule.\n"
        "Time without contact is an outage for NEVI and exempt in the UK.",
        "rule": "What was repaired, inferred or left out is counted here; the raw messages are kept as they"
        " came.",
        "since": "Data since {day}",
        "no_data": "No data yet",
        "coverage": "{share:percent} of the time is known",
        "quarantined": Plural("{n} unreadable frame", "{n} unreadable frames"),
        "repaired": Plural("{n} repaired frame", "{n} repaired frames"),
        "nonconformant": Plural("{n} non-standard message", "{n} non-standard messages"),
        "orphan": Plural("{n} stop without a start", "{n} stops without a start"),
        "end": Plural("{n} inferred end", "{n} inferred ends"),
        "energy": Plural("{n} session with unknown energy", "{n} sessions with unknown energy"),
        "clock": Plural("{n} repaired clock reading", "{n} repaired clock readings"),
        "clock_offset": "clock {offset:clock_off} since {at}, corrected",
        "repeated_start": Plural("{n} repeated start", "{n} repeated starts"),
        "repeated_stop": Plural("{n} repeated stop", "{n} repeated stops"),
        "flap": Plural("{n} short break of the connection", "{n} short breaks of the connection"),
        "server_down": "{length:about} in which our server was down",
        "so_far": "{day}, so far",
        "uptime_line": "{share:percent} up by the NEVI rule over {days} (indicative)",
        "uptime": "Uptime by rule",
        "outage": "Outage",
        "nevi": "NEVI 680.116(b)",
        "uk_reg7": "UK reg. 7",
        "uk_template": "UK template",
        "page": "What this page is for",
        "purpose": "A focused operational view of one charger's health and performance: monitor socket"
        " availability and session activity, track utilization and success rates, detect errors or downtime"
        " early, evaluate energy delivery and charging behaviour. Seven days show how it performs now, thirty"
        " days where it is heading.",
        "protocol": "Protocol health",
        "version": "chargeboard {version}",
        "plain_title": "Data quality",
    },
)
