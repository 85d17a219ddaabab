"""
What did each socket do in the window?

Rows of pieces in percent of the window, the charger itself on top, ticks in local time, and the share of each
state; the same as a table for those who cannot see it.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from chargeboard.domain.figures.board import Board
from chargeboard.domain.figures.strip import Strip
from chargeboard.drawing.axis import Tick, ticks
from chargeboard.drawing.states import STATES, colour, label, meaning, paint
from chargeboard.metrics.timeline.thinning import pieces
from chargeboard.panels.days import local_of
from chargeboard.panels.events.ahead import Ahead, ahead, drawn_ahead
from chargeboard.panels.events.coarseness import rows
from chargeboard.panels.events.event_rows import charger_row, socket_row
from chargeboard.panels.events.outline import outline
from chargeboard.panels.events.plain import plain
from chargeboard.panels.events.row_parts import Bar, Row
from chargeboard.panels.events.windows import View, earlier, ends_now, later, table_query, views, window_line
from chargeboard.panels.events.words import say
from chargeboard.panels.notes import Note, notes_for
from chargeboard.panels.panel import Panel
from chargeboard.panels.socket_label import socket_label
from chargeboard.time.instants import Micros, seconds_of
from chargeboard.words.dates import day_year
from chargeboard.words.formats import about, percent

TABLE_ROWS = 2000
_MANY, _LOTS = 8, 24
_UNSHARED = frozenset({"uncommissioned"})
"""Before a socket exists there is nothing to have a share of (T4)."""


class Share(msgspec.Struct, frozen=True):
    """One entry of the legend."""

    state: str
    name: str
    paint: str
    pct: str
    time: str
    meaning: str
    colour: str


class SocketEvents(msgspec.Struct, frozen=True):
    """The panel."""

    window: str
    zone: str
    zone_name: str
    from_ms: int
    to_ms: int
    charger: Row | None
    rows: tuple[Row, ...]
    density: str
    ticks: tuple[Tick, ...]
    legend: tuple[Share, ...]
    whole: str
    """What the shares are shares of."""
    views: tuple[View, ...]
    day: str
    """The first local date of the window; where it is about a day, the one that it ends on."""
    until: str
    earlier: View | None
    later: View | None
    table: str
    """What asks for this window with its table."""
    events: tuple[tuple[str, Bar], ...]
    """The rows of the table: whose it is, and what."""
    events_left_out: int
    names: dict[str, str]
    """How each state is called."""
    signs: tuple[tuple[str, str], ...]
    """What else is drawn, by its sign, and what it means."""
    has_stacks: bool
    """Whether some states are too short to be told apart."""
    ahead: tuple[str, ...]
    """Declared windows that run or are to come, where the window ends now."""
    strip_ahead: Ahead | None
    """They as they are drawn."""
    empty: str
    notes: tuple[Note, ...]


def panel(board: Board, strip: Strip, *, has_table: bool = False) -> SocketEvents:
    """Socket events of a strip."""
    local = local_of(board)
    window = strip.span
    drawn = rows(list(strip.rows.values()), window)
    density, height = _density(len(drawn))
    found = [
        socket_row(socket, row, height, strip, local, socket_label(socket, board.charger.socket_names))
        for socket, row in zip(strip.rows, drawn, strict=True)
    ]
    charger = charger_row(pieces(strip.link, window, keeps_seams=True), strip, local) if found else None
    listed = [
        (row.name, bar) for row in ([charger] if charger else []) + found for bar in row.bars if bar.is_told
    ]
    first, last = local.wall(window.start).date(), local.wall(window.end - 1).date()
    return SocketEvents(
        window=window_line(window, local),
        zone=local.zone_line(window),
        zone_name=local.zone,
        from_ms=window.start // 1000,
        to_ms=window.end // 1000,
        charger=charger,
        rows=tuple(found),
        density=density,
        ticks=tuple(ticks(window, board.charger.timezone)),
        legend=_legend(strip),
        whole=_whole(strip),
        views=views(window, local),
        day=day_year(first if (last - first).days > 1 else last),
        until=day_year(last),
        earlier=earlier(window, local, board.charger.commissioned_on),
        later=later(window, local),
        table=table_query(window, local),
        events=tuple(listed[:TABLE_ROWS]) if has_table else (),
        events_left_out=max(0, len(listed) - TABLE_ROWS),
        names={state: label(state) for state in (*STATES, "connected")},
        signs=_signs([bar for row in [*([charger] if charger else []), *found] for bar in row.bars]),
        has_stacks=any(row.areas for row in ([charger] if charger else []) + found),
        ahead=ahead(board) if ends_now(window, local) else (),
        strip_ahead=drawn_ahead(board) if ends_now(window, local) else None,
        empty="" if found else _empty(board),
        notes=notes_for("events", board),
    )


def _density(sockets: int) -> tuple[str, int]:
    """How close together rows are, and how high one is; the style sheet knows the same."""
    if sockets > _LOTS:
        return "lots", 11
    return ("many", 20) if sockets > _MANY else ("", 34)


def _empty(board: Board) -> str:
    return say("never", id=board.charger.id) if board.charger.first_seen is None else say("no_socket")


def _signs(bars: Sequence[Bar]) -> tuple[tuple[str, str], ...]:
    drawn = {bar.kind for bar in bars}
    told = {
        "idle": say("sign_idle"),
        "error": say("sign_error"),
        "boot": say("sign_boot"),
        "firmware": say("sign_firmware"),
    }
    return tuple((kind, what) for kind, what in told.items() if kind in drawn)


def _held(strip: Strip) -> dict[str, Micros]:
    held: dict[str, Micros] = {}
    for row in strip.held.values():
        for state, time in row.items():
            held[state] = held.get(state, 0) + time
    return held


def _whole(strip: Strip) -> str:
    time = sum(time for state, time in _held(strip).items() if state not in _UNSHARED)
    return say("whole", whole=seconds_of(time)) if len(strip.held) > 1 else ""


def _legend(strip: Strip) -> tuple[Share, ...]:
    """Time and share of each state over all sockets; available and charging are always explained."""
    held = _held(strip)
    whole = sum(time for state, time in held.items() if state not in _UNSHARED)
    return tuple(
        Share(
            state,
            label(state),
            paint(state),
            percent(100 * time / whole if whole and state not in _UNSHARED else None),
            about(seconds_of(time)),
            meaning(state),
            colour(state),
        )
        for state in STATES
        if (time := held.get(state, 0)) or state in {"available", "charging"}
    )


PANEL = Panel(
    "events",
    10,
    say,
    lambda content: panel(content.board, content.strip, has_table=content.has_table),
    plain,
    (
        "timeline",
        "states",
        "offline_gaps",
        "collector_gaps",
        "observed_since",
        "charger_events",
        "no_energy",
        "policy",
    ),
    lambda content: outline(content.board, content.strip),
    is_of_sites=False,
)
