"""
Which local day?

A day is a calendar day of the charger's own zone and as long as the zone says: 23, 24, 25 or 24.5 hours
(definitions T1).
"""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from chargeboard.time.instants import Instant, datetime_of, instant_of
from chargeboard.time.spans import Span


@lru_cache(maxsize=256)
def zone_of(name: str) -> ZoneInfo:
    """
    The IANA zone of that name.

    Raises: ZoneInfoNotFoundError (a KeyError) or ValueError for a name that is none.
    """
    return ZoneInfo(name)


@lru_cache(maxsize=65536)
def midnight(day: date, zone: str) -> Instant:
    """
    The first instant of a local date.

    Where local midnight does not exist the first instant that does; where it comes twice, the first.
    """
    tz = zone_of(zone)
    wall = datetime(day.year, day.month, day.day, tzinfo=tz)
    instant = instant_of(wall)
    if datetime_of(instant).astimezone(tz).date() == day and datetime_of(instant).astimezone(tz).hour == 0:
        return instant
    # midnight was skipped: the transition itself is the first instant of the date
    low, high = instant - 4 * 3600 * 1_000_000, instant + 4 * 3600 * 1_000_000
    while high - low > 1:
        middle = (low + high) // 2
        if datetime_of(middle).astimezone(tz).date() < day:
            low = middle
        else:
            high = middle
    return high


@lru_cache(maxsize=65536)
def day_span(day: date, zone: str) -> Span:
    """The instants of a local date."""
    return Span(midnight(day, zone), midnight(day + timedelta(days=1), zone))


_LATELY: dict[str, tuple[tuple[Instant, Instant, date], ...]] = {}
"""The days of each zone that were looked up last: most instants fall on one of them."""
_FEW: Final = 4


def day_of(instant: Instant, zone: str) -> date:
    """The local date that an instant falls on."""
    lately = _LATELY.get(zone, ())
    for start, end, on in lately:
        if start <= instant < end:
            return on
    on = _looked_up(instant, zone)
    if MINYEAR < on.year < MAXYEAR:  # a day before or behind them has no date
        span = day_span(on, zone)
        _LATELY[zone] = (span.start, span.end, on), *lately[: _FEW - 1]
    return on


def _looked_up(instant: Instant, zone: str) -> date:
    guess = datetime_of(instant).astimezone(zone_of(zone)).date()
    # where midnight comes twice the hour before the second one belongs to the new date already
    following = guess + timedelta(days=1)
    return following if instant >= midnight(following, zone) else guess


@lru_cache(maxsize=1024)
def dates(first: date, end: date) -> tuple[date, ...]:
    """Each date from first up to, not including, end."""
    return tuple(map(date.fromordinal, range(first.toordinal(), end.toordinal())))
