"""
How is time written down?

An instant is an integer: microseconds since 1970-01-01T00:00:00Z. A duration is an integer of
microseconds too. Nothing else carries time inside chargeboard; text and local days are made at the edge.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import TypeAlias

Instant: TypeAlias = int
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
_NAIVE_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - only its text is used, and ours is always UTC
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
    text = (_NAIVE_EPOCH + timedelta(microseconds=instant)).isoformat()
    return (text[:-3] if len(text) > 19 and text.endswith("000") else text) + "Z"


def fixed_text_of(text: str) -> str:
    """The same text with six digits behind the second, for columns that are read as one type."""
    whole, _, fraction = text.removesuffix("Z").partition(".")
    return f"{whole}.{fraction:0<6}Z"


def seconds_of(duration: Micros) -> int | float:
    """A duration in seconds: an int where it is whole, so that 3600 s reads 3600."""
    whole, rest = divmod(duration, SECOND)
    return whole if not rest else duration / SECOND


def micros_of(seconds: float) -> Micros:
    """Seconds as a duration, rounded to the microsecond."""
    return round(seconds * SECOND)
