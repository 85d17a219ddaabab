"""
What does the timeline of a long time look like, without every state of it being kept in memory?

Stored states are read one by one and thinned on the way. What a long span's stored part came to is
remembered, so that asking again adds only what is new.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice

from chargeboard.domain.facts import Booted, StatusReported
from chargeboard.domain.figures.strip import Mark, Stay, Strip
from chargeboard.history import kinds
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.remembered import Remembered
from chargeboard.metrics.timeline import offline_periods
from chargeboard.metrics.timeline.marks import marks
from chargeboard.metrics.timeline.socket_states import states_of
from chargeboard.metrics.timeline.thinning import FINEST, Thinner
from chargeboard.time.days import day_of, day_span
from chargeboard.time.instants import HOUR, NEVER, Instant, Micros
from chargeboard.time.series import Series, Stretch
from chargeboard.time.spans import Span, complement

_LONG = 40 * 24 * HOUR
"""In a longer span a piece stands for many sessions, and leads to a shorter span instead."""
_WORTH_KEEPING = 2 * 24 * HOUR
"""Of the timelines that are kept."""


_AT_ONCE = 8_192
"""Stored states of a long span are read so many at a time."""


def _draw(row: Thinner, states: Iterable[Stretch[str]], ours: Sequence[Span]) -> None:
    """States by start go into a row; what lies between them is unknown, or was not recorded."""
    if ours:
        told = Series(states).since(row.reached).stretches
        whole = Span(row.reached, told[-1][1] if told else row.reached)
        silent = complement([Span(start, end) for start, end, _ in told], whole)
        unknown = [(one.start, one.end, "unknown") for one in silent]
        # while our own server was away
        states = Series(sorted([*told, *unknown])).changed(ours, "unknown", "unrecorded")
    row.draw(states, between="unknown")


def _begun(span: Span, thinnest: Micros, since: Instant) -> Thinner:
    row = Thinner(span, thinnest)
    row.feed(span.start, since, "uncommissioned")
    return row


class Timelines:
    """Timelines of a store's chargers."""

    def __init__(self, most_bytes: int = 32 << 20) -> None:
        self._remembered = Remembered[object, dict[int, Thinner]](most_bytes)

    @property
    def bytes(self) -> int:
        """About how much of them is kept."""
        return self._remembered.bytes

    def timeline(self, history: ChargerHistory, span: Span) -> Strip:
        """What was so in a span, as it is known by now."""
        at = history.at
        until = max(span.start, min(span.end, at))
        past = Span(span.start, until)
        gaps = history.gaps(past)
        offline, ours = offline_periods.absences(gaps, at)
        rows = {socket: row.copy(span.end) for socket, row in self._stored(history, span, past, ours).items()}
        computed = states_of(history.computed(kinds.SEGMENTS, past))
        for socket, row in rows.items():
            if (states := computed.get(socket)) is not None:
                _draw(row, states.before(until), ours)
            _draw(row, [(row.reached, until, "unknown")], ours)
        return Strip(
            span=span,
            rows={socket: row.pieces() for socket, row in rows.items()},
            held={socket: row.held for socket, row in rows.items()},
            link=offline_periods.contact(offline, ours, history.carry.first_at, past),
            marks=charger_marks(history, span),
            idle=idle(history, span),
            stays=_stays(history, span),
        )

    def _stored(
        self, history: ChargerHistory, span: Span, past: Span, ours: Sequence[Span]
    ) -> dict[int, Thinner]:
        """What the stored part of a span comes to; nobody may draw on it."""
        # a window that ends now keeps its grain for the rest of the day
        whole = max(span.end, day_span(day_of(span.end, history.zone), history.zone).end) - span.start
        thinnest = max(1, (span.length if span.length < _WORTH_KEEPING else whole) // FINEST)
        sockets, stored = history.carry.sockets, history.stored_part(past)
        key = (history.station, history.version, span.start, stored, thinnest, tuple(sockets))
        rows = self._remembered.get(key)
        if rows is None:
            rows = {
                socket: _begun(Span(span.start, NEVER), thinnest, since)
                for socket, since in sorted(sockets.items())
            }
            is_long = span.length >= _WORTH_KEEPING
            for states in _stored_states(history, stored, is_long=is_long):
                for socket, row in rows.items():
                    if socket in states:
                        _draw(row, states[socket], ours)
            if is_long:
                self._remembered.put(key, rows)
        return rows


def _stored_states(
    history: ChargerHistory, span: Span | None, *, is_long: bool
) -> Iterator[Mapping[int, Iterable[Stretch[str]]]]:
    """Those of each socket, by start and cut at the end; of a long span not all at once."""
    if span is None:
        return
    if not is_long:
        yield {socket: states.clip(span) for socket, states in history.stored_series(span).items()}
        return
    stored = history.stored_states(span)
    while some := [*islice(stored, _AT_ONCE)]:
        states: dict[int, list[Stretch[str]]] = defaultdict(list)
        for socket, start, end, state in some:
            states[socket].append((start, end, state))
        yield states


def charger_marks(history: ChargerHistory, span: Span) -> list[Mark]:
    """Boots, firmware, statuses of connector 0, and errors."""
    turns = history.turns(span)
    latest: dict[type, Booted | StatusReported] = {type(turn): turn for turn in turns if turn.at < span.start}
    needed = [turn for turn in turns if span.start <= turn.at < span.end or latest.get(type(turn)) is turn]
    return marks(needed, history.episodes(span), span, history.at)


def idle(history: ChargerHistory, span: Span) -> list[tuple[int, Instant, Instant]]:
    """(socket, start, end) of charging without energy, clipped to the span."""
    return [
        (no_energy.socket, max(no_energy.start, span.start), min(no_energy.end, span.end))
        for no_energy in history.no_energy(span)
    ]


def _stays(history: ChargerHistory, span: Span) -> list[Stay]:
    if span.length > _LONG:
        return []
    return history.stored_stays(span) + [
        Stay(session.socket, session.start, session.end, session.key)
        for session in history.computed(kinds.SESSIONS, span)
        if session.until > span.start
    ]
