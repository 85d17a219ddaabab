"""
What does a row of the timeline hold, and what does each thing on it say?

Pieces of states, over them what a state does not tell (charging without energy, what connector 0 says), and
marks of errors and boots. Every one says its exact times.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from chargeboard.domain.codes import EventKind
from chargeboard.domain.figures.strip import Piece, Stay, Strip
from chargeboard.drawing.states import label, paint
from chargeboard.panels.events.areas import areas, itself
from chargeboard.panels.events.marks import marks_of
from chargeboard.panels.events.row_parts import MARKED, Bar, Row, Word, percent_of
from chargeboard.panels.events.words import say
from chargeboard.time.instants import Instant, seconds_of
from chargeboard.time.spans import Span
from chargeboard.words.formats import about, duration
from chargeboard.words.wall_clock import Local

_OVERLAYS = 200
_OF_A_SESSION = frozenset({"charging", "suspended", "finishing", "preparing"})
_OF_CONNECTOR_0 = {"Faulted": "faulted", "Unavailable": "unavailable"}
_LETTER = 0.55
"""How wide a letter is, in percent of a row on a wide screen."""
_WHOLE = 100
_MARK = 1.0
"""How wide half a mark is."""
CHARGER_HEIGHT = 10


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


def socket_row(
    socket: int, pointed: Sequence[Piece], height: int, strip: Strip, local: Local, name: str
) -> Row:
    """A socket's states, charging without energy and errors; `pointed` may be coarser than what is drawn."""
    sessions = _Sessions(stay for stay in strip.stays if stay.socket == socket)
    row = strip.rows[socket]
    own = itself(row, pointed)
    found = [
        (piece.start, 0, _piece(piece, strip.span, local, sessions.at(piece), is_apart=piece not in own))
        for piece in pointed
    ]
    idle = [(start, end) for other, start, end in strip.idle if other == socket]
    found += [
        (start, 1, _over("idle", "idle", say("idle"), start, end, strip.span, local))
        for start, end in idle[:_OVERLAYS]
    ]
    errors = [mark for mark in strip.marks if mark.socket == socket and mark.kind == EventKind.ERROR]
    found += marks_of(errors, strip.span, local)
    stacked = areas((piece for piece in row if piece not in own), strip.span, height)
    return Row(name, str(socket), _in_order(found), height, stacked)


def charger_row(link: Sequence[Piece], strip: Strip, local: Local) -> Row:
    """The contact to the charger, what connector 0 says, boots, firmware and the charger's own errors."""
    found = [(piece.start, 0, _link(piece, strip.span, local)) for piece in link]
    until = min(strip.span.end, local.now)
    for mark in strip.marks:
        state = _OF_CONNECTOR_0.get(mark.name) if mark.kind == EventKind.STATUS else None
        if state and len(found) < _OVERLAYS:
            what = say(f"charger_{state}")
            what = say("detailed", what=what, detail=mark.detail) if mark.detail else what
            end = until if mark.end is None else mark.end
            found.append((mark.at, 1, _over("over", state, what, mark.at, end, strip.span, local)))
    own = [mark for mark in strip.marks if mark.kind in MARKED and mark.socket == 0]
    stacked = areas((piece for piece in link if piece.is_merged), strip.span, CHARGER_HEIGHT)
    bars = _in_order(found + marks_of(own, strip.span, local))
    return Row(say("charger"), "", bars, CHARGER_HEIGHT, stacked, _words(bars))


def _words(bars: Sequence[Bar]) -> tuple[Word, ...]:
    """What happened to the charger, written beside it as long as there is room; marks come first."""
    marks = [bar for bar in bars if bar.kind in MARKED]
    taken = [(float(bar.x[:-1]) - _MARK, float(bar.x[:-1]) + _MARK) for bar in marks]
    words: list[Word] = []
    for bar in marks + [bar for bar in bars if bar.kind not in MARKED and bar.short]:
        beside = _MARK if bar.kind in MARKED else 0
        x, wide = float(bar.x[:-1]), _LETTER * len(bar.short)
        for start, is_before in ((x + beside, False), (x - beside - wide, True)):
            end = start + wide
            if start >= 0 and end <= _WHOLE and all(b <= start or end <= a for a, b in taken):
                words.append(Word(f"{end if is_before else start:.4g}%", bar.short, is_before))
                taken.append((start - _MARK, end + _MARK))
                break
    return tuple(words)


def _in_order(found: Sequence[tuple[Instant, int, Bar]]) -> tuple[Bar, ...]:
    """By time, and what begins with a piece behind it."""
    return tuple(bar for _, _, bar in sorted(found, key=lambda one: one[:2]))


def _piece(piece: Piece, window: Span, local: Local, session: str = "", *, is_apart: bool = False) -> Bar:
    what = label(piece.state)
    is_told = piece.state != "connected"
    if not piece.is_merged:
        length = duration(seconds_of(piece.true_end - piece.true_start))
    else:
        what = say("merged", n=piece.changes)
        length = ", ".join(f"{label(state)} {duration(seconds_of(time))}" for state, time in piece.held)
    return Bar(
        percent_of(piece.start - window.start, window),
        percent_of(piece.end - piece.start, window),
        "piece",
        piece.state,
        "" if is_apart else paint(piece.state),
        what,
        local.exactly(piece.true_start, piece.true_end),
        length,
        session,
        piece.true_start,
        piece.true_end,
        piece.is_merged,
        is_told,
        is_apart,
    )


def _link(piece: Piece, window: Span, local: Local) -> Bar:
    """A piece of the contact; what is not as it should be is written beside it."""
    bar = _piece(piece, window, local, is_apart=piece.is_merged)
    if not bar.is_told or piece.is_merged:
        return bar
    return replace(bar, short=f"{bar.what} {about(seconds_of(piece.true_end - piece.true_start))}")


def _over(  # noqa: PLR0917 - a bar is what it is drawn from
    kind: str, state: str, what: str, start: Instant, end: Instant, window: Span, local: Local
) -> Bar:
    begin = max(start, window.start)
    until = max(begin + window.length // 1000, min(end, window.end))
    times, length = local.exactly(start, end), duration(seconds_of(end - start))
    x, width = percent_of(begin - window.start, window), percent_of(until - begin, window)
    short = f"{what.rstrip(',')} {about(seconds_of(end - start))}"
    return Bar(
        x, width, kind, state, paint(state), what, times, length, true_start=start, true_end=end, short=short
    )
