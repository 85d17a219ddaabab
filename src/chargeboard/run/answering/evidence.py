"""
What lies behind a figure: which sessions, attempts, errors, seconds, frames and repairs?

Each answer is one consistent read of one span, under the name that the charger goes by now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date

from chargeboard.domain.board import SessionRow
from chargeboard.domain.day_evidence import DayEvidence, DayList
from chargeboard.domain.evidence import (
    AttemptList,
    AttemptRow,
    ErrorList,
    FramePage,
    QualityList,
    RejectedLine,
    SessionList,
    Whose,
)
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Profile
from chargeboard.domain.session_evidence import SessionEvidence
from chargeboard.history.ground import Ground, ground
from chargeboard.ports.store import Store
from chargeboard.run.answering import attempt_list as attempt_ledger
from chargeboard.run.answering import day, ledgers
from chargeboard.run.answering import session_list as session_ledger
from chargeboard.run.answering.board import Looker
from chargeboard.run.answering.frames import FramesWanted, frames_page, matching
from chargeboard.run.answering.list_filters import Cut, Wanted
from chargeboard.run.answering.session import session_evidence
from chargeboard.time.instants import Instant


class Behind:
    """The evidence of a store's chargers. `at` None is now; an unknown charger raises UnknownChargerError."""

    def __init__(
        self,
        store: Store,
        profile_of: Callable[[str], Profile],
        now: Callable[[], Instant],
        looker: Looker,
        rejected: Callable[[], Iterable[RejectedLine]] = tuple,
    ) -> None:
        self._store = store
        self._profile_of = profile_of
        self._now = now
        self._looker = looker
        self._rejected = rejected

    def _ground(self, station: str, at: Instant | None) -> Ground:
        moment = self._now() if at is None else at
        return ground(self._store, self._profile_of, station, moment, self._looker.is_declared)

    def sessions(self, station: str, wanted: Wanted, cut: Cut) -> SessionList:
        """Transactions that overlap the window."""
        with self._store.reading():
            return session_ledger.sessions(self._ground(station, wanted.at), wanted, cut)

    def sessions_whole(self, station: str, wanted: Wanted, cut: Cut) -> tuple[Whose, Iterator[SessionRow]]:
        """All of them whatever their number: those of one moment, read a piece at a time."""
        with self._store.reading():
            seen = self._ground(station, wanted.at)
            return seen.whose, session_ledger.session_rows(seen, wanted, cut.kind, cut.sort)

    def attempts(self, station: str, wanted: Wanted, cut: Cut) -> AttemptList:
        """Attempts that began in the window, and what became of all of them."""
        with self._store.reading():
            return attempt_ledger.attempts(self._ground(station, wanted.at), wanted, cut)

    def attempts_whole(self, station: str, wanted: Wanted, cut: Cut) -> tuple[Whose, Iterator[AttemptRow]]:
        """All of them whatever their number: those of one moment, read a piece at a time."""
        with self._store.reading():
            seen = self._ground(station, wanted.at)
            return seen.whose, attempt_ledger.attempt_rows(seen, wanted, cut)

    def errors(self, station: str, wanted: Wanted, cut: Cut) -> ErrorList:
        """Errors of the window with their episodes."""
        with self._store.reading():
            return ledgers.errors(self._ground(station, wanted.at), self._looker, wanted, cut)

    def quality(self, station: str, wanted: Wanted, cut: Cut) -> QualityList:
        """What had to be repaired, inferred or left out in the window."""
        rejected = list(self._rejected())
        with self._store.reading():
            return ledgers.quality(self._ground(station, wanted.at), wanted, cut, rejected)

    def day(self, station: str, on: date, at: Instant | None = None) -> DayEvidence:
        """One local day and what its bars were made of."""
        with self._store.reading():
            return day.day(self._ground(station, at), self._looker, on)

    def days(self, station: str, wanted: Wanted) -> DayList:
        """The days of a window: what its headlines are sums of."""
        with self._store.reading():
            return day.days(self._ground(station, wanted.at), self._looker, wanted)

    def zone(self, station: str) -> str:
        """In which time zone the charger's days are counted."""
        return self._ground(station, None).zone

    def frames(self, station: str, wanted: FramesWanted) -> FramePage:
        """One page of the journal."""
        with self._store.reading():
            return frames_page(self._store, self._ground(station, None).whose, wanted)

    def frames_whole(self, station: str, wanted: FramesWanted) -> Iterator[Frame]:
        """All frames that fit, answers behind their calls, whatever their number."""
        for one in matching(self._store, self._ground(station, None).station, wanted):
            yield one.frame
            if one.answer is not None:
                yield one.answer.frame

    def session(self, station: str, key: str, at: Instant | None = None) -> SessionEvidence | None:
        """One transaction by its key; None where there is none."""
        with self._store.reading():
            return session_evidence(self._ground(station, at), key)
