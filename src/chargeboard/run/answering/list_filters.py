"""Which part of a list is wanted?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

import msgspec

from chargeboard.time.instants import Instant

T = TypeVar("T")


class ListScope(msgspec.Struct, frozen=True):
    """Of which moment, dates (half-open; None: the usual thirty days and today) and socket."""

    at: Instant | None = None
    window: tuple[date, date] | None = None
    socket: int | None = None


class ListFilter(msgspec.Struct, frozen=True):
    """
    A filter and a page.

    `kind` and `stage` are what the list knows of such: an outcome, a kind of finding, a step. "" is all.
    """

    kind: str = ""
    stage: str = ""
    text: str = ""
    code: str | None = None
    """Only this error code, as the charger sent it."""
    vendor_code: str | None = None
    """Only this code of the vendor; "": none."""
    sort: str = "-start"
    offset: int = 0
    limit: int = 50

    def of(self, rows: Sequence[T]) -> list[T]:
        """The rows of this page."""
        return list(rows[self.offset : self.offset + self.limit])
