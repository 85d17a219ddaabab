"""Which two periods does a request ask to compare?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import NamedTuple

from chargeboard.official.calendar import months_through
from chargeboard.web.urls.asked import BadParameterError, asked, end_of_range
from chargeboard.web.urls.words import say

Dates = tuple[date, date]
"""The first, and the day after the last."""
_USUAL = timedelta(days=30)
_A_DAY = timedelta(days=1)


class TwoPeriods(NamedTuple):
    """The one that is compared with, and the one that is."""

    first: Dates
    second: Dates


def periods_in(query: Mapping[str, str], today: date) -> TwoPeriods:
    """
    `from` and `through` against `against_from` and `against_through`.

    Without the former the last thirty days before today; without the latter as many days before them.
    Raises: BadParameterError.
    """
    second = asked(query).window or (today - _USUAL, today)
    begin, last = (
        end_of_range(name, text) if (text := query.get(name, "").strip()) else None
        for name in ("against_from", "against_through")
    )
    if begin is None and last is None:
        return TwoPeriods((second[0] - (second[1] - second[0]), second[0]), second)
    if begin is None or last is None or last < begin:
        raise BadParameterError("against_through", say("not_a_period"))
    own = asked({"from": str(begin), "through": str(last)}).window
    return TwoPeriods(own or second, second)


def of_this_month(today: date) -> dict[str, str]:
    """
    What asks for the month so far against the whole one before it.

    On its first day nothing of it is complete: then for the last month against the one before.
    """
    last, current = months_through(today, 2)
    if current == today:
        return of_months(today)
    return _asking((last, current), (current, today))


def of_months(today: date) -> dict[str, str]:
    """What asks for the last month that is over against the one before."""
    before, last, current = months_through(today, 3)
    return _asking((before, last), (last, current))


def _asking(first: Dates, second: Dates) -> dict[str, str]:
    return {
        "against_from": str(first[0]),
        "against_through": str(first[1] - _A_DAY),
        "from": str(second[0]),
        "through": str(second[1] - _A_DAY),
    }
