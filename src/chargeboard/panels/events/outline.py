"""
What of the timeline changed, but for the present moving on?

Within a minute only the last pieces grow, by less than a pixel of a day: then the timeline need not be drawn,
sent and laid out again.
"""

from __future__ import annotations

import msgspec

from chargeboard.domain.figures.board import Board
from chargeboard.domain.figures.strip import Strip
from chargeboard.panels.events.ahead import windows_ahead
from chargeboard.panels.notes import notes_for
from chargeboard.time.instants import MINUTE

_ENCODE = msgspec.msgpack.Encoder().encode


def outline(board: Board, strip: Strip) -> bytes:
    """Equal for two timelines that show the same, save that the later one is seconds older."""
    span, now = strip.span, board.at
    is_now = span.end == now
    return _ENCODE(
        (
            now // MINUTE,
            # a window that ends now moves with the clock, any other one is fixed
            span.start // MINUTE if is_now else span.start,
            {
                socket: [
                    (None if place == 0 else piece.true_start, piece.state) for place, piece in enumerate(row)
                ]
                for socket, row in strip.rows.items()
            },
            [(None if place == 0 else start, state) for place, (start, _, state) in enumerate(strip.link)],
            [(mark.at, mark.kind, mark.name, mark.end is None or mark.end > now) for mark in strip.marks],
            [(socket, start) for socket, start, _ in strip.idle],
            [(span, one.kind, one.socket, one.reason) for span, one in windows_ahead(board)],
            [note.text for note in notes_for("events", board)],
        )
    )
