"""
Which transactions and attempts of a span are on a page of a list, and how many are there in all?

The store filters, sorts and counts what it holds; those that are not stored, and those that reach into the
span from before it, are few and join them here by the same rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from chargeboard.documents import kept_session
from chargeboard.domain.codes import NO_FAILURES, Outcome, SessionFlag, Stage
from chargeboard.domain.conclusions import Attempt, Session
from chargeboard.domain.figures.lists import (
    AttemptGroup,
    AttemptKind,
    AttemptsWanted,
    ListedSession,
    SessionKind,
    SessionOrder,
    SessionsWanted,
)
from chargeboard.domain.figures.tallies import AttemptCount, SessionTotals, counts_of, totals_of
from chargeboard.history import kinds
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.paging import MergedRows
from chargeboard.metrics.sessions.rows import session_row
from chargeboard.time.spans import Span

_VALUES: Final[Mapping[SessionOrder, Callable[[Session], float | None]]] = {
    SessionOrder.START: lambda session: session.start,
    SessionOrder.END: lambda session: session.end,
    SessionOrder.DURATION: lambda session: session.duration,
    SessionOrder.ENERGY: lambda session: None if session.energy_wh is None else float(session.energy_wh),
    SessionOrder.SOCKET: lambda session: session.socket,
}
_KINDS: Final[Mapping[SessionKind, Callable[[Session], bool]]] = {
    SessionKind.ALL: lambda _: True,
    SessionKind.COUNTED: lambda session: session.is_completed,
    SessionKind.NOT_COUNTED: lambda session: not session.is_completed and session.end is not None,
    SessionKind.OPEN: lambda session: session.end is None,
    SessionKind.INFERRED: lambda session: session.end_inferred,
    SessionKind.REVISED: lambda session: SessionFlag.REVISED in session.flags,
    SessionKind.ODD: lambda session: bool(session.why),
}


@dataclass(frozen=True, slots=True)
class ListedSessions:
    """The transactions that overlap a span, of a socket (None: of all) and a kind, in an order."""

    history: ChargerHistory
    span: Span
    socket: int | None = None
    kind: SessionKind = SessionKind.ALL
    order: SessionOrder = SessionOrder.NEWEST

    def totals(self) -> SessionTotals:
        """How many there are, and what of them counts."""
        here = totals_of(self._not_stored(), self.span)
        stored = self._stored()
        if stored is None:
            return here
        return here + self.history.store.session_totals(self.history.station, stored, self.span)

    def page(self, offset: int, limit: int) -> list[ListedSession]:
        """So many, from one on."""
        return self._rows().page(offset, limit)

    def __iter__(self) -> Iterator[ListedSession]:
        """Every session, read a piece at a time."""
        return iter(self._rows())

    def _rows(self) -> MergedRows[ListedSession]:
        stored = self._stored()
        value_of = _VALUES[self.order.rising]
        sign = -1 if self.order.is_falling else 1

        def read(offset: int, limit: int) -> list[ListedSession]:
            if stored is None:
                return []
            return self.history.store.session_page(self.history.station, stored, offset, limit)

        def place(listed_session: ListedSession) -> tuple[bool, float, int, str]:
            return (
                listed_session.value is None,
                sign * (listed_session.value or 0),
                sign * listed_session.start,
                listed_session.key,
            )

        here = [
            ListedSession(value_of(session), session.start, session.key, kept_session(session_row(session)))
            for session in self._not_stored()
        ]
        return MergedRows(read, here, place)

    def _stored(self) -> SessionsWanted | None:
        stored = self.history.stored_part(self.span)
        return (
            None
            if stored is None
            else SessionsWanted(stored, self.history.stored_until, self.socket, self.kind, self.order)
        )

    def _not_stored(self) -> list[Session]:
        """Those that the store has not among what starts in the span."""
        start = self.span.start
        is_wanted = _KINDS[self.kind]
        reaching = [
            session
            for session in self.history.stored(kinds.SESSIONS, Span(start, start + 1))
            if session.start < start
        ]
        return [
            session
            for session in reaching + self.history.computed(kinds.SESSIONS, self.span)
            if self.socket in {None, session.socket} and is_wanted(session)
        ]


@dataclass(frozen=True, slots=True)
class ListedAttempts:
    """Attempts that began in a span, of a socket (None: of all), a kind and a stage, the newest first."""

    history: ChargerHistory
    span: Span
    socket: int | None = None
    kind: AttemptKind = AttemptGroup.ALL
    stage: Stage | None = None

    def counts(self) -> list[AttemptCount]:
        """Those of the socket, by outcome and stage."""
        here = counts_of(attempt for attempt in self._not_stored() if self.socket in {None, attempt.socket})
        stored = self.history.stored_part(self.span)
        if stored is None:
            return here
        return here + self.history.store.attempt_counts(
            self.history.station, stored, self.history.stored_until, self.socket
        )

    def total(self, counts: list[AttemptCount]) -> int:
        """How many of these are wanted."""
        return sum(count.attempts for count in counts if self._fits(count.outcome, count.stage))

    def page(self, offset: int, limit: int) -> list[Attempt]:
        """So many, from one on."""
        return self._rows().page(offset, limit)

    def __iter__(self) -> Iterator[Attempt]:
        """Every attempt, read a piece at a time."""
        return iter(self._rows())

    def _rows(self) -> MergedRows[Attempt]:
        stored = self.history.stored_part(self.span)

        def read(offset: int, limit: int) -> list[Attempt]:
            if stored is None:
                return []
            wanted = AttemptsWanted(stored, self.history.stored_until, self.socket, self.kind, self.stage)
            return self.history.store.attempt_page(self.history.station, wanted, offset, limit)

        # what began together comes the last one first, as in the store
        here = [
            attempt
            for attempt in reversed(self._not_stored())
            if self.socket in {None, attempt.socket} and self._fits(attempt.outcome, attempt.stage)
        ]
        return MergedRows(read, here, lambda attempt: -attempt.start)

    def _not_stored(self) -> list[Attempt]:
        return self.history.computed(kinds.ATTEMPTS, self.span)

    def _fits(self, outcome: Outcome, stage: Stage) -> bool:
        is_one = self.kind in {AttemptGroup.ALL, outcome}
        is_wanted = is_one or (self.kind == AttemptGroup.FAILED and outcome not in NO_FAILURES)
        return is_wanted and self.stage in {None, stage}
