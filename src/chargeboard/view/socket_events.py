"""
What did each socket do in the window?

Rows of pieces in percent of the window, the contact to the charger on top, ticks in local time, and the
share of each state; the same as a table for those who cannot see it.
"""

from __future__ import annotations

import msgspec

from chargeboard.domain.board import Board
from chargeboard.domain.instants import Instant, Micros, seconds_of
from chargeboard.domain.span import Span, union
from chargeboard.view.axis import Tick, ticks
from chargeboard.view.display import about, duration, hours, percent, several
from chargeboard.view.interpret import GUIDES, Guide
from chargeboard.view.notes import Note, notes_for
from chargeboard.view.states import COLOUR, MEANING, paint
from chargeboard.view.timeline import Piece, rows
from chargeboard.view.when import Local, instant
from chargeboard.view.windows import View, earlier, later, views, window_line

TABLE_ROWS = 400


class Bar(msgspec.Struct, frozen=True):
    """One piece as drawn; `x` and `width` in percent."""

    x: str
    width: str
    state: str
    paint: str
    label: str


class Row(msgspec.Struct, frozen=True):
    """One socket, or the contact to the charger."""

    name: str
    bars: tuple[Bar, ...]


class Share(msgspec.Struct, frozen=True):
    """One entry of the legend."""

    state: str
    paint: str
    pct: str
    time: str
    meaning: str
    colour: str


class Event(msgspec.Struct, frozen=True):
    """One row of the equivalent table."""

    row: str
    state: str
    start: str
    end: str
    time: str


class SocketEvents(msgspec.Struct, frozen=True):
    """The panel."""

    title: str
    window: str
    zone: str
    contact: Row | None
    rows: tuple[Row, ...]
    ticks: tuple[Tick, ...]
    legend: tuple[Share, ...]
    whole: str
    """What the shares are shares of."""
    views: tuple[View, ...]
    day: str
    """The local date that the window is, or ends on."""
    first_day: str
    today: str
    earlier: View
    later: View | None
    events: tuple[Event, ...]
    events_left_out: int
    merged: int
    empty: str
    guide: Guide
    notes: tuple[Note, ...]


def panel(board: Board) -> SocketEvents:
    """Socket events of the board's timeline window."""
    local = Local.of(board)
    window = Span(instant(board.timeline.from_), instant(board.timeline.to))
    names = sorted(
        board.states, key=lambda name: (not name.isdigit(), int(name) if name.isdigit() else 0, name)
    )
    segments = [[(instant(a), instant(b), state) for a, b, state in board.states[name]] for name in names]
    drawn = rows(segments, window)
    listed = [(f"Socket {name}", piece) for name, row in zip(names, drawn, strict=True) for piece in row]
    return SocketEvents(
        title="Socket events",
        window=window_line(window, local),
        zone=local.zone_line(),
        contact=_contact(board, window, local) if names else None,
        rows=tuple(
            Row(f"Socket {name}", tuple(_bar(piece, window, local) for piece in row))
            for name, row in zip(names, drawn, strict=True)
        ),
        ticks=tuple(ticks(window, board.charger.timezone)),
        legend=_legend(segments, window),
        whole=f"of {hours(seconds_of(window.length * len(names)))} socket hours" if len(names) > 1 else "",
        views=views(window, local),
        day=local.wall(window.end - 1).date().isoformat(),
        first_day=board.charger.commissioned_on.isoformat() if board.charger.commissioned_on else "",
        today=local.today.isoformat(),
        earlier=earlier(window, local),
        later=later(window, local),
        events=tuple(_event(name, piece, local) for name, piece in listed[:TABLE_ROWS]),
        events_left_out=max(0, len(listed) - TABLE_ROWS),
        merged=sum(piece.is_merged for _, piece in listed),
        empty="" if names else _empty(board),
        guide=GUIDES["events"],
        notes=notes_for("events", board.insights),
    )


def _empty(board: Board) -> str:
    if board.charger.first_seen is None:
        return (
            "This charger has never connected. Enter this server's address in the charger's OCPP settings,"
            f" with {board.charger.id} as its identity, or import a log of it."
        )
    return "No socket is known yet: the first status, start or meter value makes one appear here."


def _percent(part: Micros, window: Span) -> str:
    return f"{100 * part / max(1, window.length):.3f}".rstrip("0").rstrip(".") + "%"


def _bar(piece: Piece, window: Span, local: Local) -> Bar:
    return Bar(
        _percent(piece.start - window.start, window),
        _percent(piece.end - piece.start, window),
        piece.state,
        paint(piece.state),
        _label(piece, local),
    )


def _label(piece: Piece, local: Local) -> str:
    times = f"{local.moment(piece.true_start)} – {local.moment(piece.true_end)}"
    if not piece.is_merged:
        return f"{piece.state} {times}, {duration(seconds_of(piece.true_end - piece.true_start))}"
    held = ", ".join(f"{state} {duration(seconds_of(time))}" for state, time in piece.held)
    return f"{several(piece.changes, 'short state')} merged {times}: {held}"


def _event(name: str, piece: Piece, local: Local) -> Event:
    state = piece.state if not piece.is_merged else "merged: " + ", ".join(state for state, _ in piece.held)
    time = duration(seconds_of(piece.true_end - piece.true_start))
    return Event(name, state, local.moment(piece.true_start), local.moment(piece.true_end), time)


def _contact(board: Board, window: Span, local: Local) -> Row:
    """The link: connected, unless a gap says otherwise; nothing is known before the first message."""
    cuts: list[tuple[Span, str]] = []
    if board.charger.first_seen is None:
        return Row("Contact", ())
    if (first := instant(board.charger.first_seen)) > window.start:
        cuts.append((Span(window.start, first), "unknown"))
    for state, gaps in (("unknown", board.collector_gaps), ("offline", board.offline_gaps)):
        cuts += [(span, state) for span in union(Span(instant(a), instant(b)) for a, b in gaps)]
    segments: list[tuple[Instant, Instant, str]] = []
    cursor = window.start
    for span, state in sorted(cuts):
        start, end = max(span.start, cursor), min(span.end, window.end)
        if start >= end:
            continue
        if start > cursor:
            segments.append((cursor, start, "connected"))
        segments.append((start, end, state))
        cursor = end
    if cursor < window.end:
        segments.append((cursor, window.end, "connected"))
    return Row("Contact", tuple(_bar(piece, window, local) for piece in rows([segments], window)[0]))


def _legend(segments: list[list[tuple[Instant, Instant, str]]], window: Span) -> tuple[Share, ...]:
    """Time and share of each state over all sockets; available and charging are always explained."""
    held: dict[str, Micros] = {}
    for row in segments:
        for start, end, state in row:
            held[state] = held.get(state, 0) + max(0, min(end, window.end) - max(start, window.start))
    whole = sum(held.values())
    return tuple(
        Share(
            state,
            paint(state),
            percent(100 * time / whole if whole else None),
            about(seconds_of(time)),
            meaning,
            COLOUR[state],
        )
        for state, meaning in MEANING.items()
        if (time := held.get(state, 0)) or state in {"available", "charging"}
    )
