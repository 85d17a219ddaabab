"""When may something be sent: outside quiet hours, and outside of what was declared as maintenance?"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from functools import lru_cache

from chargeboard.time.days import zone_of
from chargeboard.time.instants import Instant, datetime_of, instant_of
from chargeboard.time.spans import Span

_HOURS = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)\s*[-–]\s*([01]?\d|2[0-3]):([0-5]\d)")


@lru_cache(maxsize=256)
def hours_of(text: str) -> tuple[time, time]:
    """
    From when until when, as a rule names quiet hours.

    Raises: ValueError where it names none.
    """
    found = _HOURS.fullmatch(text.strip())
    if found is None:
        raise ValueError(text)
    first, minute, last, last_minute = map(int, found.groups())
    begin, end = time(first, minute), time(last, last_minute)
    if begin == end:
        raise ValueError(text)
    return begin, end


def after_quiet(at: Instant, quiet: str, zone: str) -> Instant:
    """The first instant from `at` on at which the clock on the wall shows no quiet hour."""
    if not quiet:
        return at
    hours, tz = hours_of(quiet), zone_of(zone)
    while _is_quiet(wall := datetime_of(at).astimezone(tz), hours):
        at = _next_look(at, wall, hours[1])
    return at


def _is_quiet(wall: datetime, hours: tuple[time, time]) -> bool:
    begin, end = hours
    clock = wall.time()
    return clock >= begin or clock < end if begin > end else begin <= clock < end


def _next_look(at: Instant, wall: datetime, end: time) -> Instant:
    """When the clock shows their end, or is set before it does."""
    shown = datetime.combine(wall.date(), end, wall.tzinfo)
    if end <= wall.time():
        shown += timedelta(days=1)
    low, high = at, max(at + 1, instant_of(shown.replace(fold=wall.fold)))
    if _offset(high, wall) == wall.utcoffset():
        return high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if _offset(middle, wall) == wall.utcoffset() else (low, middle)
    return high


def _offset(at: Instant, wall: datetime) -> timedelta | None:
    return datetime_of(at).astimezone(wall.tzinfo).utcoffset()


def after_spans(at: Instant, spans: Iterable[Span]) -> Instant:
    """The first instant from `at` on that none of the spans holds."""
    for span in sorted(spans):
        if at in span:
            at = span.end
    return at
