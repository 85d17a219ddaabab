"""
What is known of a charger at an instant?

Conclusions before a checkpoint are stored; those behind it are computed from facts, where a question reaches
so far. Here both are one history: who asks does not see where the one ends and the other begins.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, partial
from operator import attrgetter
from typing import Final, TypeVar

from chargeboard.domain.conclusions import (
    Attempt,
    AttemptInBrief,
    Checkpoint,
    Episode,
    Gap,
    NoEnergy,
    Orphan,
    Session,
    State,
)
from chargeboard.domain.facts import AnyFact, Booted, StatusReported
from chargeboard.domain.figures.strip import Stay
from chargeboard.domain.policy import Policy, Profile
from chargeboard.domain.records import KeptSince, Progress, StoredSessions
from chargeboard.domain.session_keys import is_named
from chargeboard.history import kinds
from chargeboard.history.behind import Behind, GoneOn
from chargeboard.history.checkpoints import carry_of, unsettled_from
from chargeboard.history.kinds import Kind
from chargeboard.history.known_charger import KnownCharger
from chargeboard.history.stored import StoredParts
from chargeboard.history.tail import Tail
from chargeboard.metrics.board_notes import AsOf
from chargeboard.metrics.carry import Carry
from chargeboard.metrics.standing import commissioned_on
from chargeboard.metrics.timeline.socket_states import states_of
from chargeboard.ports.store import Store
from chargeboard.time.days import day_of
from chargeboard.time.instants import BEGINNING, NEVER, Instant
from chargeboard.time.series import Series
from chargeboard.time.spans import Span

T = TypeVar("T")
_NOTHING: Final = Series[State]()


@dataclass(frozen=True)
class ChargerHistory:
    """A charger as it is known at `at`."""

    store: Store
    known: KnownCharger
    remembered: StoredParts
    at: Instant
    known_at: Instant
    """
    What was received later is not used.

    Later than `at`, where things are told as they stood in the past by all that is known now.
    """

    def as_of(self, at: Instant) -> ChargerHistory:
        """
        As things stood at an instant before this one, by all that is known now; itself where it lies ahead.

        Itself too where the evidence of how they stood is not kept any more.
        """
        return replace(self, at=at) if self.kept_since.evidence <= at < self.at else self

    @property
    def profile(self) -> Profile:
        """Who it is, and how it is to be judged."""
        return self.known.profile

    @property
    def progress(self) -> Progress:
        """How far it is understood."""
        return self.known.progress

    @property
    def kept_since(self) -> KeptSince:
        """Since when what is kept of it is whole."""
        return self.known.kept_since

    @property
    def station(self) -> str:
        """The id that it goes by now."""
        return self.profile.id

    @property
    def policy(self) -> Policy:
        """How it is to be judged."""
        return self.profile.policy

    @property
    def zone(self) -> str:
        """In which time zone its days are counted."""
        return self.profile.policy.timezone

    @property
    def is_present(self) -> bool:
        """Whether nothing that was received lies ahead."""
        return self.behind.is_present

    @cached_property
    def behind(self) -> Behind:
        """What is computed of it."""
        return Behind(self.store, self.known, self.remembered, self.at, self.known_at)

    def settled(self, made: GoneOn) -> None:
        """Who settled it knows what follows the last checkpoint; the next look need not conclude it."""
        self.behind.settled(made)

    @property
    def checkpoint(self) -> Checkpoint | None:
        """Where the stored part ends; raises NotKeptError where what was known then is gone."""
        return self.behind.checkpoint

    @property
    def tail(self) -> Tail:
        """What is computed: all behind the checkpoint, and what was not settled there."""
        return self.behind.gone_on.tail

    @property
    def true_until(self) -> Instant:
        """Until when time alone leaves what is known true."""
        return self.behind.gone_on.true_until

    @property
    def carry(self) -> Carry:
        """The past in brief, as of now."""
        return self.tail.carry

    @cached_property
    def sockets(self) -> list[int]:
        """Those that are observed; of a socket that only the tail knows nothing is said before it is read."""
        return sorted(self.carry.sockets if self.checkpoint is None else carry_of(self.checkpoint).sockets)

    @cached_property
    def commissioned_on(self) -> date:
        """The local date since which something is known of it; today where nothing is."""
        return commissioned_on(self.carry, self.zone) or day_of(self.at, self.zone)

    # what touches a span: stored and computed ones, each once

    def sessions(self, span: Span) -> list[Session]:
        """Transactions that overlap it or ended at its first instant, by start."""
        return self._joined(kinds.SESSIONS, span)

    def session(self, key: str) -> Session | None:
        """One transaction, by its key with or without its card; that begins with its start."""
        start = key.partition("/")[0]
        if not start.removeprefix("-").isdecimal() or len(start) > 18:
            return None
        at = int(start)
        return next((one for one in self.sessions(Span(at, at + 1)) if is_named(one.key, key)), None)

    def attempts(self, span: Span) -> list[Attempt]:
        """Those that began in it, by start."""
        return self._joined(kinds.ATTEMPTS, span)

    def attempts_in_brief(self, span: Span) -> list[Attempt | AttemptInBrief]:
        """Their sockets, starts and outcomes."""
        stored, computed = self.stored(kinds.ATTEMPTS_IN_BRIEF, span), self.computed(kinds.ATTEMPTS, span)
        return sorted([*stored, *computed], key=attrgetter("start"))

    def states(self, span: Span) -> dict[int, Series[State]]:
        """The states of each socket that overlap it, uncut."""
        known, computed = self.stored_series(span), states_of(self.computed(kinds.SEGMENTS, span))
        return {
            socket: known.get(socket, _NOTHING).then(computed.get(socket, _NOTHING))
            for socket in sorted({*known, *computed})
        }

    def stored_series(self, span: Span) -> dict[int, Series[State]]:
        """Those of them that are stored."""
        stored = self.stored_part(span)
        known = self._read("states", stored, self._series_in) if stored else []
        return {socket: series.touching(span) for socket, series in known}

    def computed_states(self, span: Span) -> dict[int, Series[State]]:
        """Those of them that are not stored, each from where the stored ones end."""
        known = self.stored_series(span)
        return {
            socket: series
            if (told := known.get(socket)) is None or told.span is None
            else series.since(told.span.end)
            for socket, series in states_of(self.computed(kinds.SEGMENTS, span)).items()
        }

    def no_energy(self, span: Span) -> list[NoEnergy]:
        """Charging without energy that overlaps it, uncut."""
        return self._joined(kinds.NO_ENERGY, span)

    def gaps(self, span: Span) -> list[Gap]:
        """Time without contact that overlaps it."""
        return self._joined(kinds.GAPS, span)

    def episodes(self, span: Span) -> list[Episode]:
        """Errors that were seen in it; of each what is known by now."""
        return self._joined(kinds.EPISODES, span)

    def orphans(self, span: Span) -> list[Orphan]:
        """Stops in it that fit no transaction."""
        return self._joined(kinds.ORPHANS, span)

    def facts(self, span: Span) -> list[AnyFact]:
        """What happened in it, by time."""
        stored = self.stored_part(span)
        found = self.store.facts(self.station, stored, received_until=self.known_at) if stored else []
        if span.end <= self.stored_until:
            return found
        late = self.tail.facts
        first, behind = (bisect_left(late, at, key=attrgetter("at")) for at in (span.start, span.end))
        return found + late[first:behind]

    def turns(self, span: Span) -> list[Booted | StatusReported]:
        """Boots and statuses of connector 0 in it, and the latest of each before it; perhaps older ones."""
        carry = self.carry
        latest: list[Booted | StatusReported] = [status for status in carry.statuses if status.socket == 0]
        latest += [] if carry.boot is None else [carry.boot]
        if all(self.kept_since.evidence <= turn.at < span.start for turn in latest):
            return sorted(latest, key=attrgetter("at", "received_at"))
        is_all_stored = all(turn.at < self.stored_until for turn in latest)
        computed = [
            fact
            for fact in (() if is_all_stored else self.tail.facts)
            if type(fact) is Booted or (type(fact) is StatusReported and fact.socket == 0)
        ]
        if self.checkpoint is None:
            return computed
        early = Span(min(span.start, self.stored_until), min(span.end, self.stored_until))
        return self._read("turns", early, self.store.turns) + computed

    # the two parts, for who sums up or draws the stored one once

    @cached_property
    def stored_until(self) -> Instant:
        """The checkpoint; the beginning of time where there is none."""
        return BEGINNING if self.checkpoint is None else self.checkpoint.at

    @property
    def version(self) -> Hashable:
        """Another one means that something else may be stored before the checkpoint."""
        return self.progress.settled_revision, self.progress.settled_until, self.stored_until, self.policy

    def stored_part(self, span: Span) -> Span | None:
        """The part of a span whose conclusions are stored."""
        part = Span(span.start, min(span.end, self.stored_until))
        return part if part.length else None

    def stored(self, kind: Kind[T], span: Span) -> list[T]:
        """Those of a kind that touch a span and are stored, by start."""
        part = self.stored_part(span)
        if part is None:
            return []
        rows = self._read(kind.name, part, partial(kind.stored, self.store))
        return kind.settled(kind.touching(rows, span), self.stored_until)

    def computed(self, kind: Kind[T], span: Span) -> list[T]:
        """Those of a kind that touch a span and are not stored."""
        return [] if span.end <= self._computed_from(kind) else self._computed(kind, span)

    def _computed_from(self, kind: Kind[T]) -> Instant:
        """Before that all of a kind are stored."""
        if kind.settles_at is None or self.checkpoint is None:
            return self.stored_until
        return unsettled_from(self.checkpoint)

    def stored_sessions(self, span: Span) -> list[StoredSessions]:
        """Sessions that touch it and are stored, in brief."""
        part = self.stored_part(span)
        if part is None:
            return []
        return self.remembered.once(
            self.station,
            self.version,
            ("brief sessions", part),
            lambda: self.store.sessions_in_brief(self.station, part, self.stored_until),
        )

    def sessions_as_of(self, span: Span) -> AsOf:
        """Of which conclusions the stored sessions of a span are, once it is over."""
        made: AsOf = (self.progress.settled_revision, self.progress.settled_until, self.stored_until)
        return self.remembered.once(self.station, self.version, ("sessions_as_of", span), lambda: made)

    def stored_stays(self, span: Span) -> list[Stay]:
        """What sessions that are stored leave on its timeline, by start."""
        part = self.stored_part(span)
        if part is None:
            return []
        read = partial(self.store.stays, settled_by=self.stored_until)
        return [
            stay
            for stay in self._read("stays", part, read)
            if (NEVER if stay.end is None else stay.end) > part.start
        ]

    def stored_states(self, span: Span) -> Iterator[tuple[int, Instant, Instant, State]]:
        """(socket, start, end, state) that overlap it, cut at its end, by start, one at a time."""
        for segment in self.store.segments(self.station, Span(span.start, span.start + 1)):
            yield segment.socket, segment.start, min(segment.end, span.end), segment.state
        begun = Span(span.start + 1, span.end)
        for socket, start, end, state in self.store.segments_begun(self.station, begun):
            yield socket, start, min(end, span.end), state

    def _series_in(self, station: str, span: Span) -> list[tuple[int, Series[State]]]:
        return [*states_of(self.store.segments(station, span)).items()]

    def _joined(self, kind: Kind[T], span: Span) -> list[T]:
        stored = self.stored(kind, span)
        if span.end <= self._computed_from(kind) and not any(map(kind.goes_on, stored)):
            return stored
        return kind.joined(stored, self._computed(kind, span))

    def _computed(self, kind: Kind[T], span: Span) -> list[T]:
        return [row for row in kind.of(self.tail.found.conclusions) if kind.touches(row, span)]

    def _read(self, kind: str, span: Span, rows_in: Callable[[str, Span], list[T]]) -> list[T]:
        """What the store holds of a span, and perhaps more from before it."""
        return self.remembered.rows(
            self.station, self.version, kind, span, lambda whole: rows_in(self.station, whole)
        )
