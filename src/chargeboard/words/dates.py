"""How is a date written, wherever a person reads it?"""

from __future__ import annotations

from datetime import date

from chargeboard.time.instants import text_of
from chargeboard.words.remembering import remembered
from chargeboard.words.sentences import FORMATS
from chargeboard.words.words import say


def months() -> list[str]:
    """The short names of the twelve months, January first."""
    return say("months").split()


def month_of(day: date) -> str:
    """`Nov`."""
    return months()[day.month - 1]


@remembered
def weekday(day: date) -> str:
    """`Sat`."""
    return say("weekdays").split()[day.weekday()]


def whole_weekday(day: date) -> str:
    """`Saturday`."""
    return say("whole_weekdays").split()[day.weekday()]


@remembered
def day_month(day: date) -> str:
    """`21 Nov`."""
    return say("day_month", day=day.day, month=month_of(day))


@remembered
def day_year(day: date) -> str:
    """`21 Nov 2026`."""
    return say("day_year", day=day.day, month=month_of(day), year=day.year)


@remembered
def full_day(day: date) -> str:
    """`Sat 21 Nov 2026`."""
    return say("full_day", weekday=weekday(day), day=day.day, month=month_of(day), year=day.year)


def dates_through(first: date, last: date) -> str:
    """A range of dates by its first and its last day, both included: `15 – 21 Nov 2026`."""
    if last <= first:
        return day_year(first)
    if first.year != last.year:
        return f"{day_year(first)} – {day_year(last)}"
    if first.month != last.month:
        return f"{day_month(first)} – {day_year(last)}"
    return say("days_of_month", first=first.day, last=day_year(last))


FORMATS.update(day_month=day_month, weekday=whole_weekday, stamp=text_of)
