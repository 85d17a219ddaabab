"""
What does the timeline of a long time look like, without every state of it being kept in memory?

StoredParts states are read one by one and thinned on the way. What a long span's stored part came to is
remembered, so that asking again adds only what is new.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from chargeboard.domain.facts import Booted, StatusReported
from chargeboard.domain.strip import Mark, Stay, Strip
from chargeboard.history import kinds
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.remembered import Remembered
from chargeboard.metrics.timeline import offline_periods
from chargeboard.metrics.timeline.marks import marks
from chargeboard.metrics.timeline.thinning import FINEST, Thinner
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
_State = tuple[int, Instant, Instant, str]
"""Of a socket, from and up to an instant."""


class _SocketRow:
    """One socket's row in the making: equal neighbours are one state, holes are unknown."""

    __slots__ = ("end", "start", "state", "thinner")

    def __init__(self, thinner: Thinner, since: Instant) -> None:
        self.thinner = thinner
        self.start, self.end, self.state = (
            thinner.span.start,
            max(thinner.span.start, since),
            "uncommissioned",
        )

    def copy(self, end: Instant) -> _SocketRow:
        twin = _SocketRow(self.thinner.copy(end), 0)
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


def _draw(rows: dict[int, _SocketRow], states: Iterable[_State], ours: Sequence[Span]) -> None:
    for socket, start, end, state in states:
        row = rows.get(socket)
        if row is None or end <= row.end:
            continue
        if state == row.state and start <= row.end:
            row.end = end
            continue
        row.flush(ours)
        if start > row.end:
            row.start, row.end, row.state = row.end, start, "unknown"
            row.flush(ours)
        row.start, row.end, row.state = max(start, row.end), end, state


class Timelines:
    """Timelines of a store's chargers."""

    def __init__(self) -> None:
        self._remembered = Remembered[object, dict[int, _SocketRow]](_MOST_BYTES)

    def timeline(self, history: ChargerHistory, span: Span) -> Strip:
        """What was so in a span, as it is known by now."""
        at = history.at
        until = max(span.start, min(span.end, at))
        past = Span(span.start, until)
        gaps = history.gaps(past)
        offline, ours = offline_periods.offline(gaps, at), offline_periods.collector(gaps, at)
        rows = {socket: row.copy(span.end) for socket, row in self._stored(history, span, past, ours).items()}
        states = history.computed(kinds.SEGMENTS, past)
        _draw(rows, [(one.socket, one.start, one.end, one.state) for one in states], ours)
        for row in rows.values():
            row.end = min(row.end, until)
            row.flush(ours)
            if row.end < until:
                row.start, row.end, row.state = row.end, until, "unknown"
                row.flush(ours)
        return Strip(
            span=span,
            rows={socket: row.thinner.pieces() for socket, row in rows.items()},
            held={socket: row.thinner.held for socket, row in rows.items()},
            link=offline_periods.linked(offline, ours, history.carry.first_at, past),
            marks=charger_marks(history, span),
            idle=idle(history, span),
            stays=_stays(history, span),
        )

    def _stored(
        self, history: ChargerHistory, span: Span, past: Span, ours: Sequence[Span]
    ) -> dict[int, _SocketRow]:
        """What the stored part of a span comes to; nobody may draw on it."""
        # a window that ends now keeps its grain for the rest of the day
        whole = max(span.end, day_span(day_of(span.end, history.zone), history.zone).end) - span.start
        thinnest = max(1, (span.length if span.length < _WORTH_KEEPING else whole) // FINEST)
        sockets, stored = history.carry.sockets, history.stored_part(past)
        key = (history.station, history.version, span.start, stored, thinnest, tuple(sockets))
        rows = self._remembered.get(key)
        if rows is None:
            rows = {
                socket: _SocketRow(Thinner(Span(span.start, NEVER), thinnest), since)
                for socket, since in sorted(sockets.items())
            }
            if stored is not None:
                _draw(rows, history.stored_states(stored), ours)
            if span.length >= _WORTH_KEEPING:
                self._remembered.put(key, rows)
        return rows


def charger_marks(history: ChargerHistory, span: Span) -> list[Mark]:
    """Boots, firmware, statuses of connector 0, and errors."""
    turns = history.turns(span)
    latest: dict[type, Booted | StatusReported] = {type(one): one for one in turns if one.at < span.start}
    needed = [one for one in turns if span.start <= one.at < span.end or latest.get(type(one)) is one]
    return marks(needed, history.episodes(span), span, history.at)


def idle(history: ChargerHistory, span: Span) -> list[tuple[int, Instant, Instant]]:
    """(socket, start, end) of charging without energy, clipped to the span."""
    return [
        (one.socket, max(one.start, span.start), min(one.end, span.end)) for one in history.no_energy(span)
    ]


def _stays(history: ChargerHistory, span: Span) -> list[Stay]:
    if span.length > _LONG:
        return []
    stays = []
    for one in history.stored(kinds.SESSION_DOCS, span):
        if one.end is None or one.end > span.start:
            told = _TOLD.decode(one.doc)
            stays.append(Stay(told.socket, one.start, one.end, told.key))
    return stays + [
        Stay(one.socket, one.start, one.end, one.key)
        for one in history.computed(kinds.SESSIONS, span)
        if one.until > span.start
    ]
