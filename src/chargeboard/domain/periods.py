"""Which week or month: by which dates, and by which name?"""

from __future__ import annotations

import re
from datetime import date, timedelta

import msgspec

from chargeboard.domain.codes import Code

_MONTH = re.compile(r"(\d{4})-(\d{2})")
_WEEK = re.compile(r"(\d{4})-W(\d{2})")
_A_DAY, _A_WEEK = timedelta(days=1), timedelta(days=7)
_YEARS = range(2000, 3000)
"""No charger spoke before or will behind."""


class Every(Code):
    """How long a period is."""

    WEEK = "week"
    """Monday to Sunday (ISO 8601)."""
    MONTH = "month"
    """A calendar month."""


class Period(msgspec.Struct, frozen=True):
    """A week or a month of local dates."""

    every: Every
    first: date
    end: date
    """The day after the last one."""

    @property
    def name(self) -> str:
        """`2026-10` or `2026-W44`."""
        if self.every == Every.MONTH:
            return f"{self.first:%Y-%m}"
        year, week, _ = self.first.isocalendar()
        return f"{year}-W{week:02}"

    @property
    def before(self) -> Period:
        """The one that ends where this begins."""
        return period_of(self.every, self.first - _A_DAY)

    @property
    def after(self) -> Period:
        """The one that begins where this ends."""
        return period_of(self.every, self.end)

    @property
    def days(self) -> int:
        """How many dates it has."""
        return (self.end - self.first).days


def period_of(every: Every, on: date) -> Period:
    """The period that a date lies in."""
    if every == Every.WEEK:
        monday = on - timedelta(days=on.weekday())
        return Period(every, monday, monday + _A_WEEK)
    first = on.replace(day=1)
    return Period(every, first, (first + timedelta(days=31)).replace(day=1))


def period_named(text: str) -> Period | None:
    """The period of a name; None where there is none of that name."""
    if found := _MONTH.fullmatch(text):
        year, month = map(int, found.groups())
        return period_of(Every.MONTH, date(year, month, 1)) if year in _YEARS and 1 <= month <= 12 else None
    if found := _WEEK.fullmatch(text):
        year, week = map(int, found.groups())
        try:
            monday = date.fromisocalendar(year, week, 1)
        except ValueError:
            return None
        return period_of(Every.WEEK, monday) if year in _YEARS else None
    return None
