"""The strip of a board whose timeline is short, worked out of the document alone."""

from __future__ import annotations

from chargeboard.domain.codes import EventKind
from chargeboard.domain.figures.board import Board
from chargeboard.domain.figures.strip import Mark, Stay, Strip
from chargeboard.metrics.timeline.offline_periods import contact
from chargeboard.metrics.timeline.thinning import FINEST, Thinner
from chargeboard.time.instants import BEGINNING
from chargeboard.time.series import Series
from chargeboard.time.spans import Span, union


def strip_of(board: Board) -> Strip:
    """The board's own timeline as a strip."""
    span = Span(board.timeline.from_, board.timeline.to)
    offline = union(board.offline_gaps)
    ours = union(board.collector_gaps)
    first = board.charger.first_seen
    lines = {socket: _line(board, socket, span, ours) for socket in sorted(board.states)}
    return Strip(
        span=span,
        rows={socket: line.pieces() for socket, line in lines.items()},
        held={socket: line.held for socket, line in lines.items()},
        link=contact(offline, ours, first, span),
        marks=[
            Mark(
                one.at,
                one.kind,
                one.name,
                one.detail,
                one.socket,
                one.until,
                is_moment=one.kind in {EventKind.BOOT, EventKind.FIRMWARE},
            )
            for one in board.charger_events
        ],
        idle=[(socket, one.start, one.end) for socket, idle in board.no_energy.items() for one in idle],
        stays=[Stay(one.socket, one.start, one.end, one.key) for one in board.sessions],
    )


def _line(board: Board, socket: int, span: Span, ours: list[Span]) -> Thinner:
    row = Thinner(span, max(1, span.length // FINEST))
    since = board.observed_since.get(socket, span.start)
    states = Series[str](board.states[socket])
    told = states.changed([Span(BEGINNING, since)], "unknown", "uncommissioned")
    for start, end, state in told.changed(ours, "unknown", "unrecorded"):
        row.feed(start, end, state)
    return row
