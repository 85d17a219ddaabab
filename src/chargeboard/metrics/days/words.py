"""What is said by `metrics/days/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Words

say = Words(
    "metrics.days",
    {
        "not_opening_hours": 'opening hours "{text}" are not of the form "Mo-Fr 06:00-22:00"',
        "not_a_time_of_day": 'opening hours "{rule}": {text} is not a time of day',
    },
)
