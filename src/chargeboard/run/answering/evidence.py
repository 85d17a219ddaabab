"""
What lies behind a figure: which sessions, attempts, errors, seconds, frames and repairs?

Each answer is one consistent read of one span, under the name that the charger goes by now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from chargeboard.domain.figures.day_evidence import DayEvidence, DayList
from chargeboard.domain.figures.evidence import (
    AttemptList,
    AttemptRow,
    ErrorList,
    QualityList,
    RejectedLine,
    SessionList,
    Whose,
)
from chargeboard.domain.figures.frame_rows import FramePage
from chargeboard.domain.figures.protocol import ProtocolHealth
from chargeboard.domain.figures.session_evidence import SessionEvidence
from chargeboard.domain.figures.session_rows import SessionRow
from chargeboard.domain.figures.sources import SourceDifferences
from chargeboard.domain.figures.week import ChargerWeek
from chargeboard.domain.frame import Frame
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.opening import Histories
from chargeboard.run.answering import attempt_list, day, error_list, quality_list, session_list
from chargeboard.run.answering.frames import FramesWanted, frames_page, matching
from chargeboard.run.answering.list_filters import AttemptFilter, ListFilter, ListScope, SessionFilter
from chargeboard.run.answering.protocol import protocol
from chargeboard.run.answering.session import session_evidence
from chargeboard.run.answering.sources import differing_sources
from chargeboard.run.answering.week import week
from chargeboard.run.answering.whose import whose
from chargeboard.time.instants import Instant


class EvidenceReader:
    """The evidence of a store's chargers. `at` None is now; an unknown charger raises UnknownChargerError."""

    def __init__(
        self,
        histories: Histories,
        now: Callable[[], Instant],
        rejected: Callable[[], Iterable[RejectedLine]] = tuple,
    ) -> None:
        self._store = histories.store
        self._histories = histories
        self._now = now
        self._rejected = rejected

    def _history(self, station: str, at: Instant | None) -> ChargerHistory:
        return self._histories.of(station, self._now() if at is None else at)

    def sessions(self, station: str, scope: ListScope, chosen: SessionFilter) -> SessionList:
        """Transactions that overlap the window."""
        with self._store.reading():
            return session_list.sessions(self._history(station, scope.at), scope, chosen)

    def sessions_whole(
        self, station: str, scope: ListScope, chosen: SessionFilter
    ) -> tuple[Whose, Iterator[SessionRow]]:
        """Every session of one moment, whatever their number, read a piece at a time."""
        with self._store.reading():
            history = self._history(station, scope.at)
            return whose(history), session_list.session_rows(history, scope, chosen.kind, chosen.order)

    def attempts(self, station: str, scope: ListScope, chosen: AttemptFilter) -> AttemptList:
        """Attempts that began in the window, and what became of all of them."""
        with self._store.reading():
            return attempt_list.attempts(self._history(station, scope.at), scope, chosen)

    def attempts_whole(
        self, station: str, scope: ListScope, chosen: AttemptFilter
    ) -> tuple[Whose, Iterator[AttemptRow]]:
        """Every attempt of one moment, whatever their number, read a piece at a time."""
        with self._store.reading():
            history = self._history(station, scope.at)
            return whose(history), attempt_list.attempt_rows(history, scope, chosen)

    def errors(self, station: str, scope: ListScope, chosen: ListFilter) -> ErrorList:
        """Errors of the window with their episodes."""
        with self._store.reading():
            return error_list.errors(self._history(station, scope.at), scope, chosen)

    def quality(self, station: str, scope: ListScope, chosen: ListFilter) -> QualityList:
        """What had to be repaired, inferred or left out in the window."""
        rejected = list(self._rejected())
        with self._store.reading():
            return quality_list.quality(self._history(station, scope.at), scope, chosen, rejected)

    def day(self, station: str, on: date, at: Instant | None = None) -> DayEvidence:
        """One local day and what its bars were made of."""
        with self._store.reading():
            return day.day(self._histories, self._history(station, at), on)

    def days(self, station: str, scope: ListScope) -> DayList:
        """The days of a window: what its headlines are sums of."""
        with self._store.reading():
            return day.days(self._history(station, scope.at), scope)

    def week(self, station: str, scope: ListScope) -> ChargerWeek:
        """The days of a window, laid upon one week."""
        with self._store.reading():
            return week(self._history(station, scope.at), scope)

    def protocol(self, station: str, at: Instant | None = None) -> ProtocolHealth:
        """Whether charger and CSMS answer each other, and as the standard says."""
        with self._store.reading():
            return protocol(self._history(station, at))

    def sources(self, station: str, scope: ListScope, chosen: ListFilter) -> SourceDifferences:
        """Where rows of other systems tell otherwise than the page."""
        with self._store.reading():
            return differing_sources(self._history(station, scope.at), scope, chosen)

    def zone(self, station: str) -> str:
        """In which time zone the charger's days are counted."""
        return self._history(station, None).zone

    def frames(self, station: str, wanted: FramesWanted) -> FramePage:
        """One page of the journal."""
        with self._store.reading():
            return frames_page(self._store, whose(self._history(station, None)), wanted)

    def frames_whole(self, station: str, wanted: FramesWanted) -> Iterator[Frame]:
        """All frames that fit, answers behind their calls, whatever their number."""
        for heard in matching(self._store, self._history(station, None).station, wanted):
            yield heard.frame
            if heard.answer is not None:
                yield heard.answer.frame

    def session(self, station: str, key: str, at: Instant | None = None) -> SessionEvidence | None:
        """One transaction by its key; None where there is none."""
        with self._store.reading():
            return session_evidence(self._history(station, at), key)
