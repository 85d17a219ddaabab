"""
How is time written down?

An instant is an integer: microseconds since 1970-01-01T00:00:00Z. A duration is an integer of
microseconds too. Nothing else carries time inside chargeboard; text and local days are made at the edge.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
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

NEVER: Instant = 2**62
"""Later than any instant: the end of what has none."""
BEGINNING: Instant = -NEVER
"""Earlier than any instant."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DAY_S = 24 * 60 * 60
_TWO_DIGITS = tuple(f"{number:02d}" for number in range(60))


def instant_of(moment: datetime) -> Instant:
    """
    The instant of an aware datetime, exact to the microsecond.

    Raises: ValueError for a naive datetime.
    """
    if moment.tzinfo is None:
        raise ValueError("a naive datetime names no instant")
    since = moment - _EPOCH
    # a quarter of the time that a division of timedeltas takes
    return (since.days * _DAY_S + since.seconds) * SECOND + since.microseconds


def datetime_of(instant: Instant) -> datetime:
    """The UTC datetime of an instant."""
    return _EPOCH + timedelta(microseconds=instant)


@lru_cache(maxsize=8192)
def text_of(instant: Instant) -> str:
    """An instant as RFC 3339 in UTC: no fraction for whole seconds, else milli- or microseconds."""
    seconds, rest = divmod(instant, SECOND)
    minutes, second = divmod(seconds, 60)
    hour, minute = divmod(minutes, 60)
    if not rest:
        return f"{_hour_text(hour)}:{_TWO_DIGITS[minute]}:{_TWO_DIGITS[second]}Z"
    fraction = f"{rest:06d}" if rest % 1000 else f"{rest // 1000:03d}"
    return f"{_hour_text(hour)}:{_TWO_DIGITS[minute]}:{_TWO_DIGITS[second]}.{fraction}Z"


def fixed_text_of(instant: Instant) -> str:
    """An instant with six digits behind the second, for columns that are read as one type."""
    return f"{text_of(instant - instant % SECOND)[:-1]}.{instant % SECOND:06d}Z"


@lru_cache(maxsize=4096)
def _hour_text(hour: int) -> str:
    return (_EPOCH + timedelta(hours=hour)).isoformat()[:13]


def seconds_of(duration: Micros) -> int | float:
    """A duration in seconds: an int where it is whole, so that 3600 s reads 3600."""
    whole, rest = divmod(duration, SECOND)
    return whole if not rest else duration / SECOND


def micros_of(seconds: float) -> Micros:
    """Seconds as a duration, rounded to the microsecond."""
    return round(seconds * SECOND)
