"""
What lies behind a figure: which sessions, tries, errors, seconds, frames and repairs?

Each answer is one consistent read of one span, under the name that the charger goes by now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from chargeboard.domain.board import SessionRow
from chargeboard.domain.conclusions import Segment, Session
from chargeboard.domain.evidence import (
    AttemptList,
    AttemptRow,
    DayEvidence,
    DayList,
    ErrorList,
    FramePage,
    QualityList,
    RejectedLine,
    Rule,
    SessionList,
    Whose,
)
from chargeboard.domain.facts import Sampled
from chargeboard.domain.frame import Frame
from chargeboard.domain.instants import SECOND, Instant
from chargeboard.domain.policy import Profile
from chargeboard.domain.span import Span
from chargeboard.metrics.rules import rules
from chargeboard.metrics.sessions.rows import session_row
from chargeboard.metrics.timeline import joined
from chargeboard.run import day, ledgers, session_ledger, try_ledger
from chargeboard.run.asked import Cut, Wanted
from chargeboard.run.frames import FramesWanted, frames_page, matching
from chargeboard.run.ground import Ground, ground
from chargeboard.run.look import Looker
from chargeboard.run.ports import Store


@dataclass(frozen=True, slots=True)
class SessionEvidence:
    """One transaction and what it was concluded from."""

    whose: Whose
    session: Session
    row: SessionRow
    samples: list[Sampled]
    states: list[Segment]
    rules: list[Rule]
    now: Instant


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
        """Tries that began in the window, and what became of all of them."""
        with self._store.reading():
            return try_ledger.attempts(self._ground(station, wanted.at), wanted, cut)

    def attempts_whole(self, station: str, wanted: Wanted, cut: Cut) -> tuple[Whose, Iterator[AttemptRow]]:
        """All of them whatever their number: those of one moment, read a piece at a time."""
        with self._store.reading():
            seen = self._ground(station, wanted.at)
            return seen.whose, try_ledger.attempt_rows(seen, wanted, cut)

    def errors(self, station: str, wanted: Wanted, cut: Cut) -> ErrorList:
        """Errors of the window with their episodes."""
        with self._store.reading():
            return ledgers.errors(self._ground(station, wanted.at), wanted, cut)

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
            seen = self._ground(station, at)
            found = seen.session(key)
            if found is None:
                return None
            until = seen.at if found.end is None else found.end
            late = seen.profile.policy.late_meter_s * SECOND
            span = Span(found.start, max(until, found.start) + late + 1)
            facts = self._store.facts(seen.station, span, received_until=seen.at)
            states = [one for one in seen.segments(Span(found.start, until)) if one.socket == found.socket]
            whose = seen.whose
        ids = set(found.transaction_ids)
        samples = [
            fact
            for fact in facts
            if isinstance(fact, Sampled)
            and (
                fact.transaction_id in ids
                if fact.transaction_id
                else fact.socket is not None and fact.socket == found.socket
            )
        ]
        return SessionEvidence(
            whose=whose,
            session=found,
            row=session_row(found),
            samples=samples,
            states=joined(states),
            rules=rules(seen.profile.policy, "sessions", "energy"),
            now=seen.at,
        )
