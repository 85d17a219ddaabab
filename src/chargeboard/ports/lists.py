"""What is asked of stored conclusions as lists that are filtered, sorted and paged?"""

from __future__ import annotations

from typing import Protocol

from chargeboard.domain.conclusions import Attempt
from chargeboard.domain.figures.lists import AttemptsWanted, ListedSession, SessionsWanted
from chargeboard.domain.figures.tallies import AttemptCount, SessionTotals
from chargeboard.time.instants import Instant
from chargeboard.time.spans import Span


class ListsPort(Protocol):
    """Stored conclusions as lists. A page reads its own rows alone; others are passed by in an index."""

    def session_totals(self, station: str, wanted: SessionsWanted, window: Span) -> SessionTotals:
        """How many are wanted in all; `window` is where they have to end to be counted."""

    def session_page(
        self, station: str, wanted: SessionsWanted, offset: int, limit: int
    ) -> list[ListedSession]: ...

    def attempt_counts(
        self, station: str, span: Span, settled_by: Instant, socket: int | None
    ) -> list[AttemptCount]:
        """The attempts that start in the span and had settled before an instant, by outcome and stage."""

    def attempt_page(
        self, station: str, wanted: AttemptsWanted, offset: int, limit: int
    ) -> list[Attempt]: ...
