"""What of a board does the timeline draw, where nobody made a strip of its own for it?"""

from __future__ import annotations

from chargeboard.domain.board import Board
from chargeboard.domain.strip import Mark, Stay, Strip
from chargeboard.metrics.timeline.offline_periods import linked
from chargeboard.metrics.timeline.thinning import FINEST, Thinner
from chargeboard.time.instants import BEGINNING
from chargeboard.time.series import Series
from chargeboard.time.spans import Span, union
from chargeboard.view.when import instant


def strip_of(board: Board) -> Strip:
    """The board's own timeline as a strip."""
    span = Span(instant(board.timeline.from_), instant(board.timeline.to))
    offline = union(Span(instant(a), instant(b)) for a, b in board.offline_gaps)
    ours = union(Span(instant(a), instant(b)) for a, b in board.collector_gaps)
    first = None if board.charger.first_seen is None else instant(board.charger.first_seen)
    lines = {int(name): _line(board, name, span, ours) for name in board.states}
    lines = dict(sorted(lines.items()))
    return Strip(
        span=span,
        rows={socket: line.pieces() for socket, line in lines.items()},
        held={socket: line.held for socket, line in lines.items()},
        link=linked(offline, ours, first, span),
        marks=[
            Mark(
                instant(one.at),
                one.kind,
                one.name,
                one.detail,
                one.socket,
                None if one.until is None else instant(one.until),
                is_moment=one.kind in {"boot", "firmware"},
            )
            for one in board.charger_events
        ],
        idle=[(int(name), instant(a), instant(b)) for name, row in board.no_energy.items() for a, b in row],
        stays=[
            Stay(one.socket, instant(one.start), None if one.end is None else instant(one.end), one.key)
            for one in board.sessions
        ],
    )


def _line(board: Board, name: str, span: Span, ours: list[Span]) -> Thinner:
    row = Thinner(span, max(1, span.length // FINEST))
    since = instant(board.observed_since[name]) if name in board.observed_since else span.start
    states = Series((instant(start), instant(end), state) for start, end, state in board.states[name])
    told = states.changed([Span(BEGINNING, since)], {"unknown": "uncommissioned"})
    for start, end, state in told.changed(ours, {"unknown": "unrecorded"}):
        row.feed(start, end, state)
    return row
