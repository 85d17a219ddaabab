"""How are a board and the list of chargers written, with what guidance says of them?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from chargeboard.documents.forms import Write, writer
from chargeboard.documents.insights import insight_document
from chargeboard.domain.figures.board import Board, FleetRow
from chargeboard.guidance.saying import Clock, clock_of
from chargeboard.time.days import day_of
from chargeboard.time.instants import Instant

_ENCODE = msgspec.json.Encoder().encode
_GAP_BYTES = b"\0"
"""JSON has it nowhere."""
_GAP = msgspec.Raw(_GAP_BYTES)


def board_encoded(board: Board, stored: Sequence[bytes]) -> bytes:
    """
    A board as JSON, its own sessions among the stored ones.

    `stored` are those before each of its own and behind the last, each piece as of `sessions_told`.
    """
    told, clock = writer(Board)(board), clock_of(board)
    told.insights = [insight_document(insight, clock) for insight in board.insights]
    own, told.sessions = [*map(_ENCODE, told.sessions), b""], _GAP
    before, _, behind = _ENCODE(told).partition(_GAP_BYTES)
    rows = [row for pair in zip(stored, own, strict=True) for row in pair if row]
    # put together in one step: what is stored is most of it
    return b"".join((before, b"[", *[part for row in rows for part in (b",", row)][1:], b"]", behind))


def lines_encoded(rows: Sequence[FleetRow], at: Instant) -> bytes:
    """Lines of the list of chargers as JSON, as of an instant."""
    write = writer(FleetRow)
    return _ENCODE([_line(row, write, Clock(row.timezone, day_of(at, row.timezone))) for row in rows])


def _line(row: FleetRow, write: Write, clock: Clock) -> Any:  # noqa: ANN401 - its type is made
    told = write(row)
    if row.worst_insight is not None:
        told.worst_insight = insight_document(row.worst_insight, clock)
    return told
