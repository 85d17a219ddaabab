"""Which calendar months does a report cover?"""

from __future__ import annotations

from datetime import date, timedelta

from chargeboard.time.days import day_of, midnight
from chargeboard.time.instants import Instant
from chargeboard.time.spans import Span

A_YEAR = 12


def month_of(at: Instant, zone: str) -> date:
    """The first day of the local month that an instant falls in."""
    return day_of(at, zone).replace(day=1)


def following(month: date) -> date:
    """The month after."""
    return (month + timedelta(days=31)).replace(day=1)


def preceding(on: date) -> date:
    """The month before the one of a date."""
    return (on.replace(day=1) - timedelta(days=1)).replace(day=1)


def month_asked(month: date | None, current: date) -> date:
    """The month that was asked for, and none that is ahead; None: the last one that is over."""
    return preceding(current) if month is None else min(month, current)


def months_through(last: date, count: int = A_YEAR) -> list[date]:
    """So many months, `last` the last of them, by time."""
    found = [last.replace(day=1)]
    while len(found) < count:
        found.append(preceding(found[-1]))
    return found[::-1]


def month_span(month: date, zone: str) -> Span:
    """The instants of a local month."""
    return Span(midnight(month, zone), midnight(following(month), zone))


def month_text(month: date) -> str:
    """`2026-10`."""
    return month.isoformat()[:7]
