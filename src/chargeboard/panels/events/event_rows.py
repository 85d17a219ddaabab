"""
What does a row of the timeline hold, and what does each thing on it say?

Pieces of states, over them what a state does not tell (charging without energy, what connector 0 says), and
marks of errors and boots. Every one says its exact times.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from msgspec.structs import replace

from chargeboard.domain.codes import EventKind
from chargeboard.domain.figures.strip import Mark, Piece, Stay, Strip
from chargeboard.drawing.states import label, paint
from chargeboard.panels.events.areas import Area, areas, itself
from chargeboard.panels.events.words import say
from chargeboard.panels.url_instant import url_instant
from chargeboard.panels.words import say as say_of_panels
from chargeboard.time.instants import Instant, Micros, seconds_of
from chargeboard.time.spans import Span
from chargeboard.words.formats import about, duration
from chargeboard.words.wall_clock import Local

_MARKS_A_ROW = 40
"""Marks that are closer than a fortieth of the window share a place: so wide is one with its number."""
_OVERLAYS = 200
_OF_A_SESSION = frozenset({"charging", "suspended", "finishing", "preparing"})
_OF_CONNECTOR_0 = {"Faulted": "faulted", "Unavailable": "unavailable"}
_MARKED = {EventKind.ERROR: "errors", EventKind.FIRMWARE: "firmwares", EventKind.BOOT: "boots"}
"""Kinds of marks, and how several are told; of those that share a place the first kind is drawn."""
_LETTER = 0.55
"""How wide a letter is, in percent of a row on a wide screen."""
_WHOLE = 100
_MARK = 1.0
"""How wide half a mark is."""
CHARGER_HEIGHT = 10


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
    true_start: Instant = 0
    true_end: Instant = 0
    is_merged: bool = False
    is_told: bool = True
    """Whether the table lists it: that all is well with the link needs no row."""
    is_apart: bool = False
    """Whether it is only pointed at: the row's areas draw it."""
    count: str = ""
    """How many a mark stands for, where it is more than one and there is room for the number."""
    short: str = ""
    """What is written beside it where there is room."""

    @property
    def span(self) -> tuple[str, str]:
        """Its true start and end, as instants of an address."""
        return url_instant(self.true_start), url_instant(self.true_end)

    @property
    def label(self) -> str:
        """What it says when pointed at or focused."""
        return f"{self.what} {self.times}" + (f", {self.length}" if self.length else "")


class Word(msgspec.Struct, frozen=True):
    """A word on the charger's row."""

    x: str
    text: str
    is_before: bool = False
    """Whether it ends there."""


class Row(msgspec.Struct, frozen=True):
    """One socket, or the charger."""

    name: str
    socket: str
    """Its number; empty for the charger."""
    bars: tuple[Bar, ...]
    height: int
    """In pixels."""
    areas: tuple[Area, ...] = ()
    words: tuple[Word, ...] = ()

    @property
    def layered(self) -> list[Bar]:
        """The bars, which are by time, in the order in which one lies over the other."""
        return sorted(self.bars, key=lambda bar: 0 if bar.kind == "piece" else 1 + (bar.kind in _MARKED))

    @property
    def drawn(self) -> Iterator[tuple[str, str, str, str, str, str, bool, bool, bool, str]]:
        """Of each bar what is drawn: a template unpacks it faster than it looks into it."""
        for bar in self.layered:
            yield (
                bar.kind,
                bar.state,
                bar.x,
                bar.width,
                bar.paint,
                bar.label,
                bar.is_apart,
                bar.is_merged,
                bar.is_told,
                bar.count,
            )


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


def socket_row(socket: int, pointed: Sequence[Piece], height: int, strip: Strip, local: Local) -> Row:
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
    found += _marks(errors, strip.span, local)
    stacked = areas((piece for piece in row if piece not in own), strip.span, height)
    return Row(say_of_panels("socket", number=socket), str(socket), _in_order(found), height, stacked)


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
    own = [mark for mark in strip.marks if mark.kind in _MARKED and mark.socket == 0]
    stacked = areas((piece for piece in link if piece.is_merged), strip.span, CHARGER_HEIGHT)
    bars = _in_order(found + _marks(own, strip.span, local))
    return Row(say("charger"), "", bars, CHARGER_HEIGHT, stacked, _words(bars))


def _words(bars: Sequence[Bar]) -> tuple[Word, ...]:
    """What happened to the charger, written beside it as long as there is room; marks come first."""
    marks = [bar for bar in bars if bar.kind in _MARKED]
    taken = [(float(bar.x[:-1]) - _MARK, float(bar.x[:-1]) + _MARK) for bar in marks]
    found: list[Word] = []
    for bar in marks + [bar for bar in bars if bar.kind not in _MARKED and bar.short]:
        beside = _MARK if bar.kind in _MARKED else 0
        x, wide = float(bar.x[:-1]), _LETTER * len(bar.short)
        for start, is_before in ((x + beside, False), (x - beside - wide, True)):
            end = start + wide
            if start >= 0 and end <= _WHOLE and all(b <= start or end <= a for a, b in taken):
                found.append(Word(f"{end if is_before else start:.4g}%", bar.short, is_before))
                taken.append((start - _MARK, end + _MARK))
                break
    return tuple(found)


def _in_order(found: Sequence[tuple[Instant, int, Bar]]) -> tuple[Bar, ...]:
    """By time, and what begins with a piece behind it."""
    return tuple(bar for _, _, bar in sorted(found, key=lambda one: one[:2]))


def _percent(part: Micros, window: Span) -> str:
    return f"{100 * part / max(1, window.length):.3f}".rstrip("0").rstrip(".") + "%"


def _piece(piece: Piece, window: Span, local: Local, session: str = "", *, is_apart: bool = False) -> Bar:
    what = label(piece.state)
    is_told = piece.state != "connected"
    if not piece.is_merged:
        length = duration(seconds_of(piece.true_end - piece.true_start))
    else:
        what = say("merged", n=piece.changes)
        length = ", ".join(f"{label(state)} {duration(seconds_of(time))}" for state, time in piece.held)
    return Bar(
        _percent(piece.start - window.start, window),
        _percent(piece.end - piece.start, window),
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
    x, width = _percent(begin - window.start, window), _percent(until - begin, window)
    short = f"{what.rstrip(',')} {about(seconds_of(end - start))}"
    return Bar(
        x, width, kind, state, paint(state), what, times, length, true_start=start, true_end=end, short=short
    )


def _marks(marks: Sequence[Mark], window: Span, local: Local) -> list[tuple[Instant, int, Bar]]:
    """A mark for each, or one for those that are too close to be told apart, whatever their kinds."""
    groups: list[list[Mark]] = []
    updated = {mark.at for mark in marks if mark.kind == EventKind.FIRMWARE}
    for mark in marks:
        if mark.at < window.start or (mark.kind == EventKind.BOOT and mark.at in updated):
            continue
        if groups and mark.at - groups[-1][0].at < window.length // _MARKS_A_ROW:
            groups[-1].append(mark)
        else:
            groups.append([mark])
    return [
        (group[0].at, 2, _mark(group[0], window, local) if len(group) == 1 else _joined(group, window, local))
        for group in groups
    ]


def _x(at: Instant, window: Span) -> str:
    """Where a mark is; half of one at the edge would be cut."""
    edge = window.length // 200
    return _percent(min(max(at - window.start, edge), window.length - edge), window)


def _joined(group: Sequence[Mark], window: Span, local: Local) -> Bar:
    kinds = Counter(mark.kind for mark in group)
    named = Counter(mark.name for mark in group if mark.name)
    names = ", ".join(f"{name} {count}×" if count > 1 else name for name, count in named.items())
    what = ", ".join(say(told, n=kinds[kind]) for kind, told in _MARKED.items() if kind in kinds)
    kind = next(kind for kind in _MARKED if kind in kinds)
    first, last = group[0].at, group[-1].at
    return Bar(
        _x(first, window),
        "0%",
        kind,
        kind,
        "",
        what,
        local.exactly(first, last),
        names,
        true_start=first,
        true_end=last,
        is_merged=True,
        count=str(len(group)) if first - window.start < window.length * 98 // 100 else "",
        short=what,
    )


def _mark(mark: Mark, window: Span, local: Local) -> Bar:
    kind, end = mark.kind, mark.at if mark.end is None else mark.end
    what, after = say(kind), mark.name
    short = what
    if kind == "error":
        what = " ".join(part for part in (what, mark.name, mark.detail) if part)
        after = say("open_for", length=seconds_of(end - mark.at)) if mark.end else ""
        after = after or ("" if mark.is_moment else say("still_open"))
        short = mark.name
    elif kind == "firmware":
        after, short = f"{mark.detail} → {mark.name}", say("firmware_of", version=mark.name)
    elif mark.detail:
        after = ", ".join(part for part in (mark.name, say("firmware_of", version=mark.detail)) if part)
    x, told = _x(mark.at, window), local.second(mark.at)
    return Bar(x, "0%", kind, kind, "", what, told, after, true_start=mark.at, true_end=end, short=short)
