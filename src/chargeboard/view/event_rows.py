"""
What does a row of the timeline hold, and what does each thing on it say?

Pieces of states, over them what a state does not tell (charging without energy, what connector 0 says), and
marks of errors and boots. Every one says its exact times.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence

import msgspec

from chargeboard.domain.instants import Instant, Micros, seconds_of, text_of
from chargeboard.domain.span import Span
from chargeboard.domain.strip import Mark, Piece, Stay, Strip
from chargeboard.view.display import duration, several
from chargeboard.view.states import label, paint
from chargeboard.view.when import Local

_MARKS_A_ROW = 100
"""Marks that are closer than a hundredth of the window share a place."""
_OVERLAYS = 200
_OF_A_SESSION = frozenset({"charging", "suspended", "finishing", "preparing"})
_OF_CONNECTOR_0 = {"Faulted": "faulted", "Unavailable": "unavailable"}
_MARKED = {"boot": "restart", "firmware": "firmware change", "error": "error"}


class Bar(msgspec.Struct, frozen=True):
    """
    One thing on a row; `x` and `width` in percent.

    `kind`: piece, over (drawn over a piece) or a mark's (boot, firmware, error).
    """

    x: str
    width: str
    kind: str
    state: str
    paint: str
    what: str
    times: str
    length: str
    session: str = ""
    """The key of the session that it belongs to."""
    span: tuple[str, str] = ("", "")
    """Its true start and end, as instants of an address."""
    is_merged: bool = False
    is_told: bool = True
    """Whether the table lists it: that all is well with the link needs no row."""

    @property
    def label(self) -> str:
        """What it says when pointed at or focused."""
        return f"{self.what} {self.times}" + (f", {self.length}" if self.length else "")


class Row(msgspec.Struct, frozen=True):
    """One socket, or the charger."""

    name: str
    socket: str
    """Its number; empty for the charger."""
    bars: tuple[Bar, ...]


class _Sessions:
    """The sessions of one socket, by time."""

    def __init__(self, stays: Iterable[Stay]) -> None:
        self._stays = sorted(stays, key=lambda stay: stay.start)
        self._starts = [stay.start for stay in self._stays]

    def at(self, piece: Piece) -> str:
        """The key of the session that a piece belongs to: which began in it, or went on through it."""
        if piece.state not in _OF_A_SESSION or piece.is_merged:
            return ""
        place = bisect_right(self._starts, piece.true_start) - 1
        if place >= 0 and ((end := self._stays[place].end) is None or end >= piece.true_start):
            return self._stays[place].key
        if place + 1 < len(self._stays) and self._starts[place + 1] <= piece.true_end:
            return self._stays[place + 1].key
        return ""


def socket_row(socket: int, drawn: Sequence[Piece], strip: Strip, local: Local) -> Row:
    """A socket's states, charging without energy and errors."""
    sessions = _Sessions(stay for stay in strip.stays if stay.socket == socket)
    found = [(piece.start, 0, _piece(piece, strip.span, local, sessions.at(piece))) for piece in drawn]
    idle = [(start, end) for other, start, end in strip.idle if other == socket]
    found += [
        (start, 1, _over("idle", "idle", "charging without energy", start, end, strip.span, local))
        for start, end in idle[:_OVERLAYS]
    ]
    errors = [mark for mark in strip.marks if mark.socket == socket and mark.kind == "error"]
    found += _marks(errors, strip.span, local)
    return Row(f"Socket {socket}", str(socket), _in_order(found))


def charger_row(link: Sequence[Piece], strip: Strip, local: Local) -> Row:
    """The contact to the charger, what connector 0 says, boots, firmware and the charger's own errors."""
    found = [(piece.start, 0, _piece(piece, strip.span, local)) for piece in link]
    until = min(strip.span.end, local.now)
    for mark in strip.marks:
        state = _OF_CONNECTOR_0.get(mark.name) if mark.kind == "status" else None
        if state and len(found) < _OVERLAYS:
            what = f"charger {state}" + (f", {mark.detail}," if mark.detail else "")
            end = until if mark.end is None else mark.end
            found.append((mark.at, 1, _over("over", state, what, mark.at, end, strip.span, local)))
    own = [mark for mark in strip.marks if mark.kind in _MARKED and mark.socket == 0]
    return Row("Charger", "", _in_order(found + _marks(own, strip.span, local)))


def _in_order(found: Sequence[tuple[Instant, int, Bar]]) -> tuple[Bar, ...]:
    """By time; what lies over a piece comes behind it and so is drawn over it."""
    return tuple(bar for _, _, bar in sorted(found, key=lambda one: one[:2]))


def _percent(part: Micros, window: Span) -> str:
    return f"{100 * part / max(1, window.length):.3f}".rstrip("0").rstrip(".") + "%"


def _span(start: Instant, end: Instant) -> tuple[str, str]:
    return text_of(start), text_of(end)


def _piece(piece: Piece, window: Span, local: Local, session: str = "") -> Bar:
    what, length = label(piece.state), duration(seconds_of(piece.true_end - piece.true_start))
    if piece.is_merged:
        what = f"{several(piece.changes, 'short state')} merged"
        length = ", ".join(f"{label(state)} {duration(seconds_of(time))}" for state, time in piece.held)
    return Bar(
        _percent(piece.start - window.start, window),
        _percent(piece.end - piece.start, window),
        "piece",
        piece.state,
        paint(piece.state),
        what,
        local.exactly(piece.true_start, piece.true_end),
        length,
        session,
        _span(piece.true_start, piece.true_end),
        piece.is_merged,
        piece.state != "connected",
    )


def _over(  # noqa: PLR0917 - a bar is what it is drawn from
    kind: str, state: str, what: str, start: Instant, end: Instant, window: Span, local: Local
) -> Bar:
    begin = max(start, window.start)
    until = max(begin + window.length // 1000, min(end, window.end))
    times, length = local.exactly(start, end), duration(seconds_of(end - start))
    x, width = _percent(begin - window.start, window), _percent(until - begin, window)
    return Bar(x, width, kind, state, paint(state), what, times, length, span=_span(start, end))


def _marks(marks: Sequence[Mark], window: Span, local: Local) -> list[tuple[Instant, int, Bar]]:
    """A mark for each, or one for those of a kind that are too close to be told apart."""
    groups: list[list[Mark]] = []
    last: dict[str, list[Mark]] = {}
    for mark in marks:
        if mark.at < window.start:
            continue
        group = last.get(mark.kind)
        if group is not None and mark.at - group[0].at < window.length // _MARKS_A_ROW:
            group.append(mark)
        else:
            last[mark.kind] = group = [mark]
            groups.append(group)
    return [(group[0].at, 2, _mark(group, window, local)) for group in groups]


def _mark(group: Sequence[Mark], window: Span, local: Local) -> Bar:
    one, kind = group[0], group[0].kind
    x = _percent(one.at - window.start, window)
    if len(group) > 1:
        named = Counter(mark.name for mark in group if mark.name)
        names = ", ".join(f"{name} {count}×" if count > 1 else name for name, count in named.items())
        times = local.exactly(one.at, group[-1].at)
        what = f"{len(group)} {_MARKED[kind]}s"
        span = _span(one.at, group[-1].at)
        return Bar(x, "0%", kind, kind, "", what, times, names, span=span, is_merged=True)
    end = one.at if one.end is None else one.end
    what, after = _MARKED[kind], one.name
    if kind == "error":
        what = " ".join(part for part in ("error", one.name, one.detail) if part)
        after = f"open for {duration(seconds_of(end - one.at))}" if one.end else ""
        after = after or ("" if one.is_moment else "still open")
    elif kind == "firmware":
        after = f"{one.detail} → {one.name}"
    elif one.detail:
        after = ", ".join(part for part in (one.name, f"firmware {one.detail}") if part)
    return Bar(x, "0%", kind, kind, "", what, local.second(one.at), after, span=_span(one.at, end))
