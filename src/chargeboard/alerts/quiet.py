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
    """The first instant from `at` on that lies in no quiet hour."""
    if not quiet:
        return at
    begin, end = hours_of(quiet)
    tz = zone_of(zone)
    wall = datetime_of(at).astimezone(tz)
    clock = wall.time()
    is_over_night = begin > end
    is_quiet = clock >= begin or clock < end if is_over_night else begin <= clock < end
    if not is_quiet:
        return at
    on = wall.date() + timedelta(days=is_over_night and clock >= begin)
    return max(at, instant_of(datetime.combine(on, end, tz)))


def after_spans(at: Instant, spans: Iterable[Span]) -> Instant:
    """The first instant from `at` on that none of the spans holds."""
    for span in sorted(spans):
        if at in span:
            at = span.end
    return at
