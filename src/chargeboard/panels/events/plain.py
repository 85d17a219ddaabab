"""How does the timeline read where there is nothing but lines of letters?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from chargeboard.domain.figures.board import Board
from chargeboard.drawing.states import label
from chargeboard.metrics.timeline.thinning import severity
from chargeboard.panels.days import local_of
from chargeboard.panels.events.ahead import ahead
from chargeboard.panels.events.words import say
from chargeboard.panels.figure_dates import is_over
from chargeboard.panels.plain import PlainLine, PlainPanel, Toned
from chargeboard.time.instants import Instant
from chargeboard.words.wall_clock import Local

_LEAST_CELLS, _MOST_CELLS = 12, 96
"""Cells of a timeline: a quarter of an hour each where it is a day."""
_BESIDE_CELLS = 40
"""What the socket's name and its present state need."""
_SIGNS: Final[Mapping[str, str]] = {
    "available": "·",
    "charging": "█",
    "suspended": "▒",
    "preparing": "▄",
    "finishing": "▀",
    "reserved": "r",
    "unavailable": "u",
    "faulted": "!",
    "offline": "x",
}


def plain(board: Board, columns: int) -> tuple[PlainPanel, ...]:
    """A row of cells a socket, its state now, and when there was no contact."""
    if is_over(board):
        return ()
    local, seen = local_of(board), board.timeline
    title = say("plain_title", start=local.moment(seen.from_), end=local.moment(seen.to))
    if not board.states:
        return (PlainPanel(title, (say("plain_none"),)),)
    width = max(_LEAST_CELLS, min(_MOST_CELLS, columns - _BESIDE_CELLS))
    start, end = seen.from_, seen.to
    rows = {socket: cells(pieces, start, end, width) for socket, pieces in board.states.items()}
    now = _now(board, local)
    told = [
        (
            say("plain_socket", number=socket),
            tuple(Toned(_SIGNS.get(state, " "), state) for state in row),
            now.get(socket, ""),
        )
        for socket, row in rows.items()
    ]
    return (
        PlainPanel(
            title, rows=tuple(told), below=(_legend(rows.values()), *_gaps(board, local), *ahead(board))
        ),
    )


def _now(board: Board, local: Local) -> dict[int, str]:
    return {
        socket.socket: label(socket.state)
        if socket.since is None
        else say("plain_since", state=label(socket.state), at=local.moment(socket.since))
        for socket in board.now
    }


def _legend(rows: Iterable[Sequence[str]]) -> tuple[Toned, ...]:
    shown = set().union(*rows)
    legend: list[Toned] = []
    for state, sign in _SIGNS.items():
        if state in shown:
            legend += [Toned("  ", "")] * bool(legend) + [Toned(sign, state), Toned(f" {label(state)}", "")]
    return tuple(legend)


def _gaps(board: Board, local: Local) -> tuple[PlainLine, ...]:
    seen = board.timeline
    gaps = ", ".join(
        f"{local.moment(gap.start)} – {local.moment(gap.end)}"
        for gap in board.offline_gaps
        if gap.start < seen.to and gap.end > seen.from_
    )
    return (Toned(say("plain_offline", gaps=gaps), "bad"),) if gaps else ()


def cells(
    pieces: Sequence[tuple[Instant, Instant, str]], start: Instant, end: Instant, width: int
) -> list[str]:
    """For each cell the worst state in it, so that a short fault is seen; empty where nothing is known."""
    worst = [""] * width
    length = max(1, end - start)
    for begin, until, state in pieces:
        first = max(0, (begin - start) * width // length)
        last = min(width - 1, (until - 1 - start) * width // length)
        for cell in range(first, last + 1):
            if not worst[cell] or severity(state) > severity(worst[cell]):
                worst[cell] = state
    return worst
