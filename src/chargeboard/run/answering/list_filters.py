"""Which part of a list is wanted?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

import msgspec

from chargeboard.domain.codes import Stage
from chargeboard.domain.figures.lists import AttemptGroup, AttemptKind, SessionKind, SessionOrder
from chargeboard.time.instants import Instant

T = TypeVar("T")


class ListScope(msgspec.Struct, frozen=True):
    """Of which moment, dates (half-open; None: the usual thirty days and today) and socket."""

    at: Instant | None = None
    window: tuple[date, date] | None = None
    socket: int | None = None


class Page(msgspec.Struct, frozen=True, kw_only=True):
    """Which rows of a list."""

    offset: int = 0
    limit: int = 50

    def of(self, rows: Sequence[T]) -> list[T]:
        """The rows of this page."""
        return list(rows[self.offset : self.offset + self.limit])


class SessionFilter(Page, frozen=True, kw_only=True):
    """Which transactions, in which order."""

    kind: SessionKind = SessionKind.ALL
    order: SessionOrder = SessionOrder.NEWEST


class AttemptFilter(Page, frozen=True, kw_only=True):
    """Which attempts, the newest first."""

    kind: AttemptKind = AttemptGroup.ALL
    stage: Stage | None = None
    """The last step that they reached; None: any."""


class ListFilter(Page, frozen=True, kw_only=True):
    """
    Which errors or findings.

    `kind` and `stage` are what the list knows of such: a kind of finding, a severity. "" is all.
    """

    kind: str = ""
    stage: str = ""
    text: str = ""
    code: str | None = None
    """Only this error code, as the charger sent it."""
    vendor_code: str | None = None
    """Only this code of the vendor; "": none."""
