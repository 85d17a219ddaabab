"""
What is seen of a charger when somebody looks?

A look is one consistent read: what the store keeps, what follows from the facts behind it, and the document
made of both. Stored parts are read again only when they changed.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from difflib import get_close_matches

from chargeboard.domain.board import Board, ChargerEvent
from chargeboard.domain.conclusions import Checkpoint, Conclusions, DayFigures
from chargeboard.domain.policy import Profile
from chargeboard.domain.records import Progress
from chargeboard.domain.strip import Mark, Strip
from chargeboard.guidance.given import guidance
from chargeboard.history.checkpoints import checkpoint_for
from chargeboard.history.ground import kept_since
from chargeboard.history.lasting import true_until
from chargeboard.history.names import UnknownChargerError, new_name
from chargeboard.history.past import Past, days, past, together
from chargeboard.history.remembered import Kept
from chargeboard.history.stood import stood, stood_as_kept
from chargeboard.history.tail import Tail, tail
from chargeboard.metrics.asked import Asked
from chargeboard.metrics.board import Evidence, board
from chargeboard.metrics.carry import Carry
from chargeboard.metrics.sessions.overview import overview_of_days
from chargeboard.metrics.sessions.rows import session_row
from chargeboard.ports.store import Store
from chargeboard.run.answering.charger_changes import changes
from chargeboard.run.answering.strips import Strips, idled, marked
from chargeboard.time.instants import HOUR, Instant, instant_of, text_of
from chargeboard.time.spans import Span

_DAY = 24 * HOUR
_MOST_BYTES = 64 << 20
"""Of the stored parts of chargers that were looked at."""


@dataclass(frozen=True, slots=True)
class Look:
    """The document with the sessions of the tail alone, and what it was made of."""

    board: Board
    profile: Profile
    progress: Progress
    early: Past
    late: Tail
    days: dict[date, DayFigures]
    """Of the days that were asked for, and of the last ones."""
    holds_until: Instant
    """Until when time alone leaves the guidance true."""

    @property
    def valid_until(self) -> Instant:
        """Until when time alone leaves the words true."""
        at = instant_of(datetime.fromisoformat(self.board.at))
        return min(self.holds_until, true_until(self.late, self.profile.policy, at))


class Looker:
    """Looks at the chargers of a store."""

    def __init__(
        self,
        store: Store,
        profile_of: Callable[[str], Profile],
        is_declared: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self._store = store
        self._profile_of = profile_of
        self.is_declared = is_declared
        self._kept = Kept[str, tuple[object, Past]](_MOST_BYTES)
        self._strips = Strips(store)

    def look(
        self,
        station: str,
        at: Instant,
        window: tuple[date, date] | None = None,
        timeline: Span | None = None,
    ) -> Look:
        """
        A charger as it is known at `at`, under the name that it goes by now.

        Raises: UnknownChargerError.
        """
        with self._store.reading():
            station = new_name(self._store, station)
            progress = self._store.progress(station)
            if progress.newest_fact_at is None and not self.is_declared(station):
                known = self._store.stations()
                raise UnknownChargerError(station, get_close_matches(station, known, n=5, cutoff=0.4))
            profile = self._profile_of(station)
            asked = Asked(
                at=at,
                window=window,
                timeline=timeline or Span(at - _DAY, at),
                zone=profile.policy.timezone,
            )
            checkpoint = checkpoint_for(self._store, profile, progress, at, at)
            late = tail(self._store, profile, progress, checkpoint, at, at)
            early = self._past(profile, progress, checkpoint, asked)
            whole = self._store.kept_since(station)
            is_listed_whole = asked.sessions_span.start >= whole.sessions
            if not is_listed_whole:
                # those that are left say nothing of a window that others are gone from
                early = replace(early, ended=[])
            found = together(early, late)
            standing = late.carry
            if whole.evidence <= asked.stands_at < at:
                standing, found.episodes = stood(self._store, profile, progress, asked)
            elif asked.stands_at < at:
                found.episodes = stood_as_kept(self._store, profile, asked, found.episodes)
            figures = days(self._store, early, late, found, asked, profile, is_now=at >= progress.received_at)
            made, holds_until = _document(profile, asked, early, late, found, figures, standing)
            events = marked(early.turns, early.drawn, late, asked.timeline, at)
            made.kept_since = kept_since(whole)
            if not is_listed_whole:
                made.overview = overview_of_days(
                    made.overview, made.sessions_per_day.values(), made.energy_per_day_wh.values()
                )
            made.charger_events = [_event(mark, at) for mark in events]
            made.charger.changes = changes(self._store, profile, made.charger.changes, at)
            for socket, start, end in idled(early.no_energy, late, asked.timeline):
                made.no_energy.setdefault(str(socket), []).append((text_of(start), text_of(end)))
        return Look(made, profile, progress, early, late, figures, holds_until)

    def strip(self, look: Look, span: Span, at: Instant) -> Strip:
        """The timeline that belongs to a look, over any span."""
        return self._strips.strip(look.profile, look.progress, look.late, span, at)

    def _past(
        self, profile: Profile, progress: Progress, checkpoint: Checkpoint | None, asked: Asked
    ) -> Past:
        """What the store holds, read again only when it changed or another window is asked."""
        key = (
            progress.settled_revision,
            progress.settled_until,
            checkpoint.at if checkpoint else None,
            profile.policy.timezone,
            asked.widest,
            asked.today,
            asked.timeline.start // HOUR,
        )
        kept = self._kept.get(profile.id)
        if kept is None or kept[0] != key:
            hours = replace(asked, timeline=Span(asked.timeline.start // HOUR * HOUR, asked.timeline.end))
            kept = (key, past(self._store, profile, checkpoint, hours))
            self._kept.put(profile.id, kept)
        return kept[1]


def _event(mark: Mark, at: Instant) -> ChargerEvent:
    ends = mark.end is not None and mark.end <= at
    return ChargerEvent(
        at=text_of(mark.at),
        kind=mark.kind,
        name=mark.name,
        detail=mark.detail,
        socket=mark.socket,
        until=text_of(mark.end) if ends and mark.end is not None else None,
    )


def _document(  # noqa: PLR0917
    profile: Profile,
    asked: Asked,
    early: Past,
    late: Tail,
    found: Conclusions,
    figures: dict[date, DayFigures],
    standing: Carry,
) -> tuple[Board, Instant]:
    span = asked.sessions_span
    found.sessions = late.found.conclusions.sessions
    evidence = Evidence(
        found=found,
        days=figures,
        kept=len(early.ended),
        kept_days=early.days,
        memory=early.memory,
        ended=early.ended
        + [
            (
                one.end,
                one.duration or 0,
                float(one.energy_wh) if one.energy_wh is not None and one.counts_energy else None,
            )
            for one in found.sessions
            if one.is_completed and one.end is not None
        ],
        rows=[
            session_row(one)
            for one in found.sessions
            if one.is_open or Span(one.start, one.until + 1).overlaps(span)
        ],
        carry=late.carry,
        standing=standing,
        heard_at=late.heard_at,
        protocol=late.protocol,
    )
    made = board(profile, asked, evidence)
    made.insights, holds_until = guidance(made, asked, evidence)
    return made, holds_until
