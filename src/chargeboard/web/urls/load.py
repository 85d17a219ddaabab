"""Which dates of a load does a request ask for?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from chargeboard.web.urls.asked import asked, date_of

MOST_DAYS = 31
"""A month of quarters of 300 chargers is as much as a page waits for."""
_A_DAY = timedelta(days=1)


def load_dates(query: Mapping[str, str]) -> tuple[date, date] | None:
    """
    The local date `day`, or `from` and `through`, at most a month; None: the usual ones.

    Raises: BadParameterError.
    """
    day = date_of(query, "day")
    if day is not None:
        return day, day + _A_DAY
    return asked(query, timedelta(days=MOST_DAYS)).window
