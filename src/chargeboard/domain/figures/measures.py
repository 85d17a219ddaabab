"""In what is measured: numbers, and spans of days and of instants?"""

from __future__ import annotations

import datetime as dt

import msgspec

from chargeboard.time.instants import Instant

Number = int | float


class DateSpan(msgspec.Struct, rename={"from_": "from"}):
    """Local dates from the first through the last one; `to` is the day after it."""

    from_: dt.date
    to: dt.date
    through: dt.date = dt.date.min
    """The last date, included."""

    def __post_init__(self) -> None:
        self.through = self.to - dt.timedelta(days=1)


class InstantSpan(msgspec.Struct, rename={"from_": "from"}):
    """UTC instants, half-open."""

    from_: Instant
    to: Instant
