"""
Which stretch of time, and which local day?

A span is half-open: it holds its first instant and not its last. A day is a calendar day of the charger's
own zone and as long as the zone says: 23, 24, 25 or 24.5 hours (definitions T1).
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import msgspec

from chargeboard.domain.instants import Instant, Micros, datetime_of, instant_of

if TYPE_CHECKING:
    from collections.abc import Iterable


class Span(msgspec.Struct, frozen=True, array_like=True, order=True, gc=False):
    """The instants from `start` up to, not including, `end`."""

    start: Instant
    end: Instant

    @property
    def length(self) -> Micros:
        """How long it is; never negative."""
        return max(0, self.end - self.start)

    def __contains__(self, instant: Instant) -> bool:
        return self.start <= instant < self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share an instant."""
        return self.start < other.end and other.start < self.end

    def clip(self, other: Span) -> Span | None:
        """What both share, or None."""
        start, end = max(self.start, other.start), min(self.end, other.end)
        return Span(start, end) if start < end else None


def union(spans: Iterable[Span]) -> list[Span]:
    """The same instants as sorted spans that neither overlap nor touch."""
    merged: list[Span] = []
    for span in sorted(spans):
        if span.length == 0:
            continue
        if merged and span.start <= merged[-1].end:
            if span.end > merged[-1].end:
                merged[-1] = Span(merged[-1].start, span.end)
        else:
            merged.append(span)
    return merged


def overlap(spans: Iterable[Span], window: Span) -> Micros:
    """How much of the window the spans cover; they must not overlap each other."""
    first, last, covered = window.start, window.end, 0
    for span in spans:
        start, end = max(span.start, first), min(span.end, last)
        if start < end:
            covered += end - start
    return covered


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


def day_span(day: date, zone: str) -> Span:
    """The instants of a local date."""
    return Span(midnight(day, zone), midnight(day + timedelta(days=1), zone))


def day_of(instant: Instant, zone: str) -> date:
    """The local date that an instant falls on."""
    guess = datetime_of(instant).astimezone(zone_of(zone)).date()
    # where midnight comes twice the hour before the second one belongs to the new date already
    following = guess + timedelta(days=1)
    return following if instant >= midnight(following, zone) else guess


@lru_cache(maxsize=1024)
def dates(first: date, end: date) -> tuple[date, ...]:
    """Each date from first up to, not including, end."""
    return tuple(map(date.fromordinal, range(first.toordinal(), end.toordinal())))
