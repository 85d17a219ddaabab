"""What does the panel of the sessions per day say?"""

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "panels.sessions",
    {
        "title": "Sessions",
        "measures": "Number of sessions completed per day.",
        "reading": "Stable or growing trends: consistent use and reliability.\n"
        "Noticeable drops: potential connectivity or usage issues.\n"
        "This reflects how often the charger is used over time.",
        "rule": "Counted on the local day on which the session ended, from 0.1 kWh on."
        " A missing bar is a day without data, not a day without sessions.",
        "caption": "completed, {mean:per_day} a day",
        "summary": "Sessions per day, {window}: {mean} a day on average. The figures are in the table below.",
        "heading": "Sessions",
        "sessions": Plural("{n} session", "{n} sessions"),
        "on_average": "{mean:per_day} sessions",
        "none": "No completed sessions in these days.",
        "no_data": "No data for these days yet.",
        "latest": "Latest sessions",
        "socket": "Socket",
        "start": "Start",
        "duration": "Duration",
        "energy": "Energy, kWh",
        "open": "still going on",
        "end_inferred": "end inferred",
        "flag_session_relative_register": "session relative register",
        "flag_matched_by_inference": "matched by inference",
        "flag_energy_unknown": "energy unknown",
        "flag_begin_inferred": "begin inferred",
        "flag_meter_glitch": "meter glitch",
        "flag_meter_reset": "meter reset",
        "flag_rollover": "rollover",
        "flag_energy_suspicious": "energy suspicious",
        "flag_clock_repaired": "clock repaired",
        "flag_filled_in": "filled in",
        "plain_title": "Sessions per day",
    },
)
