"""
What of the timeline changed, but for the present moving on?

Within a minute only the last pieces grow, by less than a pixel of a day: then the timeline need not be drawn,
sent and laid out again.
"""

from __future__ import annotations

import msgspec

from chargeboard.domain.board import Board
from chargeboard.domain.instants import MINUTE
from chargeboard.view.notes import notes_for
from chargeboard.view.when import instant

_ENCODE = msgspec.msgpack.Encoder().encode


def outline(board: Board) -> bytes:
    """Equal for two boards whose timelines show the same, save that the later one is seconds older."""
    window, now = board.timeline, board.at
    return _ENCODE(
        (
            instant(now) // MINUTE,
            # a window that ends now moves with the clock, any other one is fixed
            window.from_ if window.to != now else instant(window.from_) // MINUTE,
            {
                socket: [
                    (None if place == 0 else start, state) for place, (start, _, state) in enumerate(row)
                ]
                for socket, row in board.states.items()
            },
            [(start, None if end == now else end) for start, end in board.offline_gaps],
            [(start, None if end == now else end) for start, end in board.collector_gaps],
            board.charger.first_seen is None,
            [note.text for note in notes_for("events", board.insights)],
        )
    )
