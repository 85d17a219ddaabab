"""
How is time written down?

An instant is an integer: microseconds since 1970-01-01T00:00:00Z. A duration is an integer of
microseconds too. Nothing else carries time inside chargeboard; text and local days are made at the edge.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache, lru_cache
from typing import Annotated, TypeAlias

import msgspec

INSTANT = msgspec.Meta(extra={"is": "instant"})
"""What tells an instant from a number where a type is looked at."""

Instant: TypeAlias = Annotated[int, INSTANT]
"""Microseconds since the epoch, UTC."""

Micros: TypeAlias = int
"""A duration in microseconds."""

SECOND: Micros = 1_000_000
MINUTE: Micros = 60 * SECOND
HOUR: Micros = 60 * MINUTE
_DAY: Micros = 24 * HOUR

NEVER: Instant = 2**62
"""Later than any instant: the end of what has none."""
BEGINNING: Instant = -NEVER
"""Earlier than any instant."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICRO = timedelta(microseconds=1)


def instant_of(moment: datetime) -> Instant:
    """
    The instant of an aware datetime, exact to the microsecond.

    Raises: ValueError for a naive datetime.
    """
    if moment.tzinfo is None:
        raise ValueError("a naive datetime names no instant")
    return (moment - _EPOCH) // _MICRO


def datetime_of(instant: Instant) -> datetime:
    """The UTC datetime of an instant."""
    return _EPOCH + timedelta(microseconds=instant)


@lru_cache(maxsize=8192)
def text_of(instant: Instant) -> str:
    """An instant as RFC 3339 in UTC: no fraction for whole seconds, else milli- or microseconds."""
    days, rest = divmod(instant, _DAY)
    minutes, rest = divmod(rest, MINUTE)
    seconds, rest = divmod(rest, SECOND)
    text = f"{_day_text(days)}{_minute_text(minutes)}{seconds:02d}"
    if not rest:
        return f"{text}Z"
    return f"{text}.{rest:06d}Z" if rest % 1000 else f"{text}.{rest // 1000:03d}Z"


def fixed_text_of(instant: Instant) -> str:
    """An instant with six digits behind the second, for columns that are read as one type."""
    return f"{text_of(instant - instant % SECOND)[:-1]}.{instant % SECOND:06d}Z"


@lru_cache(maxsize=512)
def _day_text(days: int) -> str:
    return (_EPOCH + timedelta(days)).date().isoformat()


@cache
def _minute_text(minutes: int) -> str:
    return f"T{minutes // 60:02d}:{minutes % 60:02d}:"


def seconds_of(duration: Micros) -> int | float:
    """A duration in seconds: an int where it is whole, so that 3600 s reads 3600."""
    whole, rest = divmod(duration, SECOND)
    return whole if not rest else duration / SECOND


def micros_of(seconds: float) -> Micros:
    """Seconds as a duration, rounded to the microsecond."""
    return round(seconds * SECOND)
