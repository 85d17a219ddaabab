"""
What does the timeline of a long time look like, without every state of it being kept in memory?

Stored segments are read one by one and thinned on the way. What a long span's stored part came to is kept, so
that asking again adds only what is new.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from chargeboard.domain.conclusions import Episode, NoEnergy
from chargeboard.domain.facts import Booted, StatusReported
from chargeboard.domain.policy import Profile
from chargeboard.domain.records import Progress
from chargeboard.domain.strip import Mark, Stay, Strip
from chargeboard.history.remembered import Kept
from chargeboard.history.tail import Tail
from chargeboard.metrics.timeline import offline_periods
from chargeboard.metrics.timeline.marks import marks
from chargeboard.metrics.timeline.thinning import FINEST, Thinner
from chargeboard.ports.store import Store
from chargeboard.time.days import day_of, day_span
from chargeboard.time.instants import HOUR, NEVER, Instant
from chargeboard.time.spans import Span, subtract

_LONG = 40 * 24 * HOUR
"""In a longer span a piece stands for many sessions, and leads to a shorter span instead."""
_WORTH_KEEPING = 2 * 24 * HOUR
_MOST_BYTES = 32 << 20
"""Of the timelines that are kept."""


class _Told(msgspec.Struct):
    """What a session's row says about where it is on the timeline."""

    key: str
    socket: int | None


_TOLD = msgspec.json.Decoder(_Told)
Row = tuple[int, Instant, Instant, str]


class _Line:
    """One socket's row in the making: equal neighbours are one state, holes are unknown."""

    __slots__ = ("end", "start", "state", "thinner")

    def __init__(self, thinner: Thinner, since: Instant) -> None:
        self.thinner = thinner
        self.start, self.end, self.state = (
            thinner.span.start,
            max(thinner.span.start, since),
            "uncommissioned",
        )

    def copy(self, end: Instant) -> _Line:
        twin = _Line(self.thinner.copy(end), 0)
        twin.start, twin.end, twin.state = self.start, self.end, self.state
        return twin

    def flush(self, ours: Sequence[Span]) -> None:
        """Hand on the state that is over; unknown while our server was away is not recorded."""
        if self.state != "unknown" or not ours:
            self.thinner.feed(self.start, self.end, self.state)
            return
        whole = Span(self.start, self.end)
        away = [part for gap in ours if (part := gap.clip(whole))]
        parts = [(part, "unrecorded") for part in away]
        parts += [(part, "unknown") for part in subtract([whole], away)]
        for part, state in sorted(parts):
            self.thinner.feed(part.start, part.end, state)


def _draw(lines: dict[int, _Line], rows: Iterable[Row], ours: Sequence[Span]) -> None:
    for socket, start, end, state in rows:
        line = lines.get(socket)
        if line is None or end <= line.end:
            continue
        if state == line.state and start <= line.end:
            line.end = end
            continue
        line.flush(ours)
        if start > line.end:
            line.start, line.end, line.state = line.end, start, "unknown"
            line.flush(ours)
        line.start, line.end, line.state = max(start, line.end), end, state


class Strips:
    """Timelines of a store's chargers."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._kept = Kept[object, dict[int, _Line]](_MOST_BYTES)

    def strip(self, profile: Profile, progress: Progress, late: Tail, span: Span, at: Instant) -> Strip:
        """The timeline of a charger over a span, as it is known at `at`."""
        until = max(span.start, min(span.end, at))
        early = Span(span.start, max(span.start, min(late.stored_until, until)))
        gaps = [one for one in self._store.gaps(profile.id, early) if one.start < early.end]
        gaps = (gaps if early.length else []) + late.found.conclusions.gaps
        offline, ours = offline_periods.offline(gaps, at), offline_periods.collector(gaps, at)
        lines = self._lines(profile, progress, late, span, early, ours)
        tail = [(one.socket, one.start, one.end, one.state) for one in late.found.conclusions.segments]
        lines = {socket: line.copy(span.end) for socket, line in lines.items()}
        _draw(lines, tail, ours)
        for line in lines.values():
            line.end = min(line.end, until)
            line.flush(ours)
            if line.end < until:
                line.start, line.end, line.state = line.end, until, "unknown"
                line.flush(ours)
        return Strip(
            span=span,
            rows={socket: line.thinner.pieces() for socket, line in lines.items()},
            held={socket: line.thinner.held for socket, line in lines.items()},
            link=offline_periods.linked(offline, ours, late.carry.first_at, Span(span.start, until)),
            marks=self.marks(profile, late, span, at),
            idle=self.idle(profile, late, span),
            stays=self._stays(profile, late, early, span),
        )

    def marks(self, profile: Profile, late: Tail, span: Span, at: Instant) -> list[Mark]:
        """Boots, firmware, statuses of connector 0, and errors."""
        early = _stored_part(late, span)
        turns = self._store.turns(profile.id, early, received_until=at)
        return marked(turns, self._store.episodes(profile.id, early), late, span, at)

    def idle(self, profile: Profile, late: Tail, span: Span) -> list[tuple[int, Instant, Instant]]:
        """Charging without energy, clipped to the span."""
        return idled(self._store.no_energy(profile.id, _stored_part(late, span)), late, span)

    def _lines(
        self, profile: Profile, progress: Progress, late: Tail, span: Span, early: Span, ours: Sequence[Span]
    ) -> dict[int, _Line]:
        zone = profile.policy.timezone
        # a window that ends now keeps its grain for the rest of the day
        whole = max(span.end, day_span(day_of(span.end, zone), zone).end) - span.start
        thinnest = max(1, (span.length if span.length < _WORTH_KEEPING else whole) // FINEST)
        sockets = late.carry.sockets
        stored = (progress.settled_revision, late.stored_until)
        key = (profile.id, zone, stored, span.start, early.end, thinnest, tuple(sockets))
        kept = self._kept.get(key)
        if kept is None:
            kept = {
                socket: _Line(Thinner(Span(span.start, NEVER), thinnest), since)
                for socket, since in sorted(sockets.items())
            }
            if early.length:
                _draw(kept, self._stored(profile.id, early), ours)
            if span.length >= _WORTH_KEEPING:
                self._kept.put(key, kept)
        return kept

    def _stored(self, station: str, early: Span) -> Iterable[Row]:
        """Stored states that overlap the span and begin before its end, cut there, by start."""
        for one in self._store.segments(station, Span(early.start, early.start + 1)):
            yield one.socket, one.start, min(one.end, early.end), one.state
        end = early.end
        for socket, start, until, state in self._store.segments_begun(station, Span(early.start + 1, end)):
            yield socket, start, min(until, end), state

    def _stays(self, profile: Profile, late: Tail, early: Span, span: Span) -> list[Stay]:
        if span.length > _LONG:
            return []
        docs = self._store.session_docs(profile.id, early) if early.length else []
        found = []
        for one in docs:
            if one.start < late.stored_until and (one.end is None or one.end > early.start):
                told = _TOLD.decode(one.doc)
                found.append(Stay(told.socket, one.start, one.end, told.key))
        return found + [
            Stay(one.socket, one.start, one.end, one.key)
            for one in late.found.conclusions.sessions
            if one.start < span.end and one.until > span.start
        ]


def marked(
    turns: Sequence[Booted | StatusReported],
    episodes: Sequence[Episode],
    late: Tail,
    span: Span,
    at: Instant,
) -> list[Mark]:
    """
    The marks of a span: stored ones, and those of what is computed.

    `turns` and `episodes` are stored ones that the span needs; there may be more of them.
    """
    new = late.found.conclusions.episodes
    again = {(one.socket, one.code, one.vendor_code, one.start) for one in new}
    known = [
        one
        for one in episodes
        if one.start < late.stored_until and (one.socket, one.code, one.vendor_code, one.start) not in again
    ]
    told = [
        *turns,
        *(
            one
            for one in late.facts
            if isinstance(one, Booted) or (isinstance(one, StatusReported) and one.socket == 0)
        ),
    ]
    latest = {type(one): one for one in told if one.at < span.start}
    needed = [one for one in told if span.start <= one.at < span.end or latest.get(type(one)) is one]
    return marks(needed, known + new, span, at)


def idled(stored: Sequence[NoEnergy], late: Tail, span: Span) -> list[tuple[int, Instant, Instant]]:
    """Charging without energy, clipped to a span; of what is stored there may be more than it needs."""
    known = [one for one in stored if one.start < late.stored_until] + late.found.conclusions.no_energy
    return [
        (one.socket, shared.start, shared.end)
        for one in known
        if (shared := Span(one.start, one.end).clip(span)) is not None
    ]


def _stored_part(late: Tail, span: Span) -> Span:
    """What of a span is stored; empty where it begins behind that."""
    return Span(min(span.start, late.stored_until), min(span.end, late.stored_until))
