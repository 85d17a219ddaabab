"""
What is known of a charger over any span, stored and computed alike?

Conclusions before the checkpoint come from the store, by index; only a span that reaches beyond it has the
rest computed. One ground serves one question.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from difflib import get_close_matches
from functools import cached_property
from operator import attrgetter

from chargeboard.domain import records
from chargeboard.domain.board import DateSpan, KeptSince
from chargeboard.domain.conclusions import Attempt, Checkpoint, Episode, Gap, Orphan, Segment, Session
from chargeboard.domain.evidence import Whose
from chargeboard.domain.facts import AnyFact
from chargeboard.domain.policy import Profile
from chargeboard.domain.records import Progress
from chargeboard.history.checkpoints import before, carry_of, checkpoint_for
from chargeboard.history.lasting import true_until
from chargeboard.history.names import UnknownChargerError, new_name
from chargeboard.history.stood import newest
from chargeboard.history.tail import Tail, tail
from chargeboard.metrics.carry import Carry
from chargeboard.metrics.standing import commissioned_on
from chargeboard.ports.store import Store
from chargeboard.time.days import day_of, midnight
from chargeboard.time.instants import BEGINNING, Instant, text_of
from chargeboard.time.spans import Span

USUAL_DAYS = 30


@dataclass(frozen=True)
class Ground:
    """A charger at an instant."""

    store: Store
    profile: Profile
    progress: Progress
    checkpoint: Checkpoint | None
    at: Instant
    known_at: Instant
    """
    What was received later is not used.

    Later than `at`, where things are told as they stood in the past by all that is known now.
    """

    def by_the_end_of(self, span: Span) -> Ground:
        """
        As things stood at the end of a span, by all that is known now; the same where it goes on.

        The same too where the evidence of how they stood is not kept any more.
        """
        if not self.store.kept_since(self.station).evidence <= span.end < self.at:
            return self
        checkpoint = checkpoint_for(self.store, self.profile, self.progress, span.end, self.known_at)
        return replace(self, checkpoint=checkpoint, at=span.end)

    @property
    def station(self) -> str:
        """The id that it goes by now."""
        return self.profile.id

    @property
    def zone(self) -> str:
        """Its time zone."""
        return self.profile.policy.timezone

    @cached_property
    def late(self) -> Tail:
        """What follows the checkpoint."""
        return tail(self.store, self.profile, self.progress, self.checkpoint, self.at, self.known_at)

    @property
    def carry(self) -> Carry:
        """The past in brief, at the checkpoint."""
        return carry_of(self.checkpoint)

    @property
    def whose(self) -> Whose:
        """Who it is."""
        return Whose(
            id=self.station,
            name=self.profile.name or self.station,
            site=self.profile.site,
            timezone=self.zone,
            at=text_of(self.at),
            sockets=sorted(self.late.carry.sockets if self.checkpoint is None else self.carry.sockets),
            kept_since=kept_since(self.store.kept_since(self.station)),
        )

    @property
    def commissioned_on(self) -> date:
        """The local date since which something is known of it; today where nothing is."""
        return commissioned_on(self.late.carry, self.zone) or day_of(self.at, self.zone)

    def window(self, dates: tuple[date, date] | None) -> tuple[DateSpan, Span]:
        """The asked local dates, or thirty complete days and today, and their instants."""
        today = day_of(self.at, self.zone)
        first, end = dates or (today - timedelta(days=USUAL_DAYS), today + timedelta(days=1))
        start = midnight(first, self.zone)
        return DateSpan(from_=first, to=end), Span(start, max(start, midnight(end, self.zone)))

    def stored(self, span: Span) -> Span | None:
        """The part of a span whose conclusions are stored."""
        return self._split(span)[0]

    def _split(self, span: Span) -> tuple[Span | None, bool]:
        """The stored part of a span, and whether it has a part to be computed."""
        if self.checkpoint is None:
            return None, True
        begin = self.checkpoint.at
        stored = Span(span.start, min(span.end, begin))
        return (stored if stored.length else None), span.end > begin

    def loose_sessions(self, span: Span) -> list[Session]:
        """Those that reach into the span and are not among the stored ones that start in it."""
        stored, is_open = self._split(span)
        carried = self.store.sessions(self.station, Span(span.start, span.start + 1)) if stored else []
        new = self._new_sessions(span) if is_open else []
        return [one for one in carried if one.start < span.start] + new

    def loose_attempts(self, span: Span) -> list[Attempt]:
        """Attempts that began in the span and are not stored, by start."""
        _, is_open = self._split(span)
        return [one for one in self.late.found.conclusions.attempts if one.start in span] if is_open else []

    def sessions(self, span: Span) -> list[Session]:
        """Transactions that overlap the span or ended at its first instant, by start."""
        stored, is_open = self._split(span)
        found = self.store.sessions(self.station, stored) if stored else []
        return found + self._new_sessions(span) if is_open else found

    def _new_sessions(self, span: Span) -> list[Session]:
        return [
            one
            for one in self.late.found.conclusions.sessions
            if one.start < span.end and (one.start >= span.start or one.until >= span.start)
        ]

    def session(self, key: str) -> Session | None:
        """One transaction; its key begins with its start."""
        start = key.partition("/")[0]
        if not start.removeprefix("-").isdecimal() or len(start) > 18:
            return None
        at = int(start)
        return next((one for one in self.sessions(Span(at, at + 1)) if one.key == key), None)

    def attempts(self, span: Span) -> list[Attempt]:
        """Attempts that began in the span, by start."""
        stored, _ = self._split(span)
        found = self.store.attempts(self.station, stored) if stored else []
        return [one for one in found if one.start in span] + self.loose_attempts(span)

    def episodes(self, span: Span) -> list[Episode]:
        """Errors that overlap the span; of one that was open at the checkpoint what is known by now."""
        stored, is_open = self._split(span)
        old = self.store.episodes(self.station, stored) if stored else []
        new = self.late.found.conclusions.episodes if is_open else []
        found = [
            one
            for one in newest(old, new)
            if one.start < span.end and (one.end is None or one.end >= span.start)
        ]
        return [one for one in found if not one.is_momentary or one.last_seen >= span.start]

    def segments(self, span: Span) -> list[Segment]:
        """States that overlap the span."""
        stored, is_open = self._split(span)
        found = []
        if stored and self.checkpoint:
            known = self.store.conclusions(self.station, stored)
            found = before(known, self.checkpoint.at).segments
        new = self.late.found.conclusions.segments if is_open else []
        return found + [one for one in new if one.start < span.end and span.start < one.end]

    def gaps(self, span: Span) -> list[Gap]:
        """Time without contact that overlaps the span."""
        stored, is_open = self._split(span)
        found = self.store.gaps(self.station, stored) if stored else []
        new = self.late.found.conclusions.gaps if is_open else []
        return found + [one for one in new if one.until(self.at).overlaps(span)]

    def facts(self, span: Span) -> list[AnyFact]:
        """What happened in the span, by time."""
        stored, is_open = self._split(span)
        found = self.store.facts(self.station, stored, received_until=self.known_at) if stored else []
        if not is_open:
            return found
        late = self.late.facts
        first, behind = (bisect_left(late, at, key=attrgetter("at")) for at in (span.start, span.end))
        return found + late[first:behind]

    @property
    def true_until(self) -> Instant:
        """Until when time alone leaves what is known true."""
        return true_until(self.late, self.profile.policy, self.at)

    def orphans(self, span: Span) -> list[Orphan]:
        """Stops in the span that fit no transaction."""
        stored, is_open = self._split(span)
        found = self.store.orphans(self.station, stored) if stored else []
        new = self.late.found.conclusions.orphans if is_open else []
        return found + [one for one in new if one.at in span]


def ground(
    store: Store,
    profile_of: Callable[[str], Profile],
    station: str,
    at: Instant,
    is_declared: Callable[[str], bool] = lambda _: False,
) -> Ground:
    """
    A charger as it is known at `at`, under the name that it goes by now.

    Raises: UnknownChargerError.
    """
    station = new_name(store, station)
    progress = store.progress(station)
    if progress.newest_fact_at is None and not is_declared(station):
        raise UnknownChargerError(station, get_close_matches(station, store.stations(), n=5, cutoff=0.4))
    profile = profile_of(station)
    return Ground(store, profile, progress, checkpoint_for(store, profile, progress, at, at), at, at)


def kept_since(known: records.KeptSince) -> KeptSince | None:
    """The same in the words of documents; None where nothing was let go of."""
    since = {kind: getattr(known, kind) for kind in KeptSince.__struct_fields__}
    if all(at == BEGINNING for at in since.values()):
        return None
    return KeptSince(**{kind: text_of(at) for kind, at in since.items() if at > BEGINNING})
