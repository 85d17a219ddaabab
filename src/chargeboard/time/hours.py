"""
Which hours does a local day have?

Hours are those of the charger's own wall clock: when the clocks change, one comes twice or not at all (T1).
"""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from chargeboard.time.days import day_span, zone_of
from chargeboard.time.instants import HOUR, MINUTE, SECOND, Instant, datetime_of
from chargeboard.time.spans import Span


@lru_cache(maxsize=1024)
def hours_of(day: date, zone: str) -> tuple[tuple[int, Span], ...]:
    """
    The hours of a local date by time, each with its number (0-23) and its instants; they are the whole day.

    A number that comes twice has two entries. A piece is shorter than an hour where the clocks change in it.
    """
    whole = day_span(day, zone)
    hours, at = [], whole.start
    while at < whole.end:
        until = min(_end_of_hour(at, zone), whole.end)
        hours.append((_local(at, zone).hour, Span(at, until)))
        at = until
    return tuple(hours)


def _end_of_hour(at: Instant, zone: str) -> Instant:
    """The next full hour of the wall clock, or when it is changed before that."""
    now = _local(at, zone)
    full = at + HOUR - now.minute * MINUTE - now.second * SECOND - now.microsecond
    low, high = at, full - 1
    if _local(high, zone).utcoffset() == now.utcoffset():
        return full
    while high - low > 1:
        middle = (low + high) // 2
        if _local(middle, zone).utcoffset() == now.utcoffset():
            low = middle
        else:
            high = middle
    return high


def _local(at: Instant, zone: str) -> datetime:
    return datetime_of(at).astimezone(zone_of(zone))
