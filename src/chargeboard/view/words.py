"""What is said by `view/`."""

from __future__ import annotations

from chargeboard.words.catalogue import Plural, Words

say = Words(
    "view",
    {
        "days": Plural("{n} day", "{n} days"),
        "days_some_observed": Plural(
            "{n} day, {seen:count} of them observed",
            "{n} days, {seen:count} of them observed",
        ),
        "days_none_observed": Plural(
            "{n} day, none of them observed",
            "{n} days, none of them observed",
        ),
        "today_so_far": "today so far",
        "and_today_so_far": "{days} + today so far",
        "no_days": "no days",
        "dates_and_days": "{dates}, {days}",
    },
)
