"""How do the kinds of conclusions lie in time, and by what is one of them known again?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any, Final, Generic, TypeVar

from chargeboard.domain.conclusions import (
    Attempt,
    AttemptInBrief,
    Conclusions,
    Episode,
    Gap,
    NoEnergy,
    Orphan,
    Segment,
    Session,
)
from chargeboard.ports.conclusions import ConclusionsPort
from chargeboard.time.instants import NEVER, Instant
from chargeboard.time.spans import Span

T = TypeVar("T")


@dataclass(frozen=True)
class Kind(Generic[T]):
    """What a store and a computation have to agree upon to be read as one list."""

    name: str
    """Of its list in `Conclusions`."""
    stored: Callable[[ConclusionsPort, str, Span], list[T]]
    """Reads those of a station that touch a span, by start."""
    start: Callable[[T], Instant]
    touches: Callable[[T, Span], bool]
    """Whether it belongs to what is asked of a span."""
    lasts: bool = True
    """Whether one that began before a span may touch it."""
    goes_on: Callable[[T], bool] = lambda _: False
    """Whether a stored one was open at the checkpoint."""
    key: Callable[[T], Hashable] | None = None
    """What is equal in such a one and the computed one that knows how it went on; None: none is open."""
    settles_at: Callable[[T], Instant | None] | None = None
    """
    From when on nothing that happens later can change one, which is kept from then on.

    None: what began before a checkpoint is kept there.
    """

    def of(self, conclusions: Conclusions) -> list[T]:
        """Those among conclusions of all kinds."""
        own: list[T] = getattr(conclusions, self.name)
        return own

    def settled(self, rows: list[T], by: Instant) -> list[T]:
        """Those that had settled before an instant."""
        if self.settles_at is None:
            return rows
        settled = zip(rows, map(self.settles_at, rows), strict=True)
        return [row for row, at in settled if at is not None and at < by]

    def touching(self, rows: list[T], span: Span) -> list[T]:
        """Of rows by start, all of which begin before the end of a span, those that touch it."""
        first = bisect_left(rows, span.start, key=self.start)
        reaching = [row for row in rows[:first] if self.touches(row, span)] if self.lasts else []
        return reaching + rows[first:]

    def joined(self, stored: list[T], computed: list[T]) -> list[T]:
        """Both; where a computed one goes on from a stored one, the computed one alone."""
        if self.settles_at is not None and stored and computed:
            return sorted(stored + computed, key=self.start)
        if self.key is None or not (stored and computed):
            return stored + computed
        again = {self.key(row) for row in computed}
        return [row for row in stored if self.key(row) not in again] + computed


def _lasts_into(one: Segment | NoEnergy, span: Span) -> bool:
    return one.start < span.end and span.start < one.end


def _is_seen_in(episode: Episode, span: Span) -> bool:
    """What is momentary lasts from its first to its last report; what cleared was seen until then."""
    end = episode.last_seen if episode.is_momentary else NEVER if episode.end is None else episode.end
    return episode.start < span.end and span.start <= end


SESSIONS: Final = Kind[Session](
    "sessions",
    stored=lambda store, station, span: store.sessions(station, span),
    start=attrgetter("start"),
    # one that ended at the first instant of a day counts in it
    touches=lambda session, span: (
        session.start < span.end and span.start <= max(session.start, session.until)
    ),
    settles_at=attrgetter("settles_at"),
)
SESSION_OUTLINES: Final = replace(
    SESSIONS,
    name="session_outlines",
    stored=lambda store, station, span: store.session_outlines(station, span),
)
"""Stored sessions without most of their readings; computed ones are none."""
ATTEMPTS: Final = Kind[Attempt](
    "attempts",
    stored=lambda store, station, span: store.attempts(station, span),
    start=attrgetter("start"),
    touches=lambda attempt, span: attempt.start in span,
    lasts=False,
    settles_at=attrgetter("settles_at"),
)
ATTEMPTS_IN_BRIEF: Final = Kind[AttemptInBrief](
    "attempts_in_brief",
    stored=lambda store, station, span: store.attempts_in_brief(station, span),
    start=attrgetter("start"),
    touches=lambda attempt, span: attempt.start in span,
    lasts=False,
    settles_at=attrgetter("settles_at"),
)
"""Stored attempts, as far as most questions go; computed ones are none."""
SEGMENTS: Final = Kind[Segment](
    "segments",
    stored=lambda store, station, span: store.segments(station, span),
    start=attrgetter("start"),
    touches=_lasts_into,
)
NO_ENERGY: Final = Kind[NoEnergy](
    "no_energy",
    stored=lambda store, station, span: store.no_energy(station, span),
    start=attrgetter("start"),
    touches=_lasts_into,
    settles_at=attrgetter("settles_at"),
)
GAPS: Final = Kind[Gap](
    "gaps",
    stored=lambda store, station, span: store.gaps(station, span),
    start=attrgetter("start"),
    touches=lambda gap, span: gap.start < span.end and span.start < (NEVER if gap.end is None else gap.end),
)
EPISODES: Final = Kind[Episode](
    "episodes",
    stored=lambda store, station, span: store.episodes(station, span),
    start=attrgetter("start"),
    touches=_is_seen_in,
    goes_on=lambda episode: episode.end is None and not episode.is_momentary,
    key=lambda episode: episode.key,
)
ORPHANS: Final = Kind[Orphan](
    "orphans",
    stored=lambda store, station, span: store.orphans(station, span),
    start=attrgetter("at"),
    touches=lambda orphan, span: orphan.at in span,
    lasts=False,
    settles_at=attrgetter("settles_at"),
)
REFUSED: Final = Kind[Session](
    "refused",
    stored=lambda _store, _station, _span: [],
    start=attrgetter("start"),
    touches=lambda session, span: session.start in span,
    lasts=False,
    settles_at=attrgetter("settles_at"),
)
KINDS: Final[tuple[Kind[Any], ...]] = (
    SESSIONS,
    ATTEMPTS,
    SEGMENTS,
    NO_ENERGY,
    GAPS,
    EPISODES,
    ORPHANS,
    REFUSED,
)


def begun_in(conclusions: Conclusions, span: Span) -> Conclusions:
    """What began in a span; states are cut at its ends."""
    begun = {
        kind.name: [one for one in kind.of(conclusions) if span.start <= kind.start(one) < span.end]
        for kind in KINDS
        if kind is not SEGMENTS
    }
    whole = [
        segment for segment in conclusions.segments if segment.start < span.end and span.start < segment.end
    ]
    begun["segments"] = [
        segment
        if span.start <= segment.start and segment.end <= span.end
        else Segment(
            segment.socket, max(segment.start, span.start), min(segment.end, span.end), segment.state
        )
        for segment in whole
    ]
    return Conclusions(**begun)


def settled_in(conclusions: Conclusions, span: Span) -> Conclusions:
    """What settled in a span; of what is kept as it begins what began in it, states cut at its ends."""
    found = begun_in(conclusions, span)
    for kind in KINDS:
        if kind.settles_at is not None:
            settled = kind.settled(kind.of(conclusions), span.end)
            before = {id(row) for row in kind.settled(settled, span.start)}
            setattr(found, kind.name, [row for row in settled if id(row) not in before])
    return found
