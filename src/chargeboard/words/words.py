"""The words of numbers and dates."""

from __future__ import annotations

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "words",
    {
        "language_name": "English",
        "direction": "ltr",
        "decimal_mark": ".",
        "thousands_mark": ",",
        "grouped_from": "4",
        "percent": "{number}%",
        "percent_hardly": "<0.1%",
        "energy": "{number} kWh",
        "power": "{number} kW",
        "watt_hours": "{number} Wh",
        "under_a_minute": "less than a minute",
        "exact_hours": "{hours:count}h {minutes}m {seconds}s",
        "exact_minutes": "{minutes}m {seconds}s",
        "exact_seconds": "{seconds}s",
        "days": Plural("{n} d", "{n} d"),
        "hours": Plural("{n} h", "{n} h"),
        "minutes": Plural("{n} min", "{n} min"),
        "seconds": Plural("{n} s", "{n} s"),
        "units_exact": "h m s",
        "units_about": "d h min s",
        "clock_ahead": "{offset} ahead",
        "clock_behind": "{offset} behind",
        "months": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
        "weekdays": "Mon Tue Wed Thu Fri Sat Sun",
        "whole_weekdays": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday",
        "day_month": "{day} {month}",
        "day_year": "{day} {month} {year}",
        "full_day": "{weekday} {day} {month} {year}",
        "days_of_month": "{first} – {last}",
    },
)
