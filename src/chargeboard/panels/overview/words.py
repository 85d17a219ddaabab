"""What does the overview of the sessions say?"""

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "panels.overview",
    {
        "title": "Sessions overview",
        "measures": "Session and consumption performance of the window in one table.",
        "reading": "Short duration and high consumption: fast-charging behaviour.\n"
        "Long duration and low consumption: slow or partial sessions.\n"
        "Helps to assess charger efficiency and user behaviour patterns.",
        "rule": "Completed sessions that ended in the window, complete days only.",
        "window": "{dates}, {days}",
        "metric": "Metric",
        "value": "Value",
        "meaning": "Meaning",
        "total": "Total sessions",
        "total_meaning": "completed sessions",
        "per_day": "Sessions per day",
        "per_day_meaning": "average over {days}",
        "duration": "Average duration",
        "duration_meaning": "typical length of a session",
        "median_meaning": "half are shorter than {median:duration}",
        "consumption": "Average consumption",
        "consumption_meaning": "per session",
        "power_meaning": "per session, {mean:power} mean power",
        "consumed": "Total consumption",
        "consumed_meaning": "all sessions together",
        "unknown_meaning": "all sessions together, {unknown:count} of unknown energy",
        "fed_back": "Fed back by vehicles",
        "fed_back_meaning": "in these days, counted apart",
        "since": "{sign}{difference}",
        "before": Plural("+ and −: against the day before.", "+ and −: against the {n} days before."),
        "before_by_chance": Plural(
            "+ and −: against the day before; change in sessions: {chance}.",
            "+ and −: against the {n} days before; change in sessions: {chance}.",
        ),
        "edge": "Counts sessions that ended in these days. The energy bars count what flowed in the days,"
        " so both differ by the sessions across the edges.",
    },
)
