"""How are a board and the list of chargers written, with what guidance says of them?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from chargeboard.documents.forms import writer
from chargeboard.documents.insights import insight_document
from chargeboard.domain.figures.board import Board, FleetRow
from chargeboard.guidance.saying import Clock, clock_of
from chargeboard.time.days import day_of
from chargeboard.time.instants import Instant

_BOARD, _LINE = writer(Board), writer(FleetRow)
_ENCODE = msgspec.json.Encoder().encode


def board_encoded(board: Board, stored: Sequence[msgspec.Raw]) -> bytes:
    """A board as JSON, its own sessions behind the stored ones."""
    told, clock = _BOARD(board), clock_of(board)
    told.insights = [insight_document(insight, clock) for insight in board.insights]
    told.sessions = [*stored, *told.sessions]
    return _ENCODE(told)


def lines_encoded(rows: Sequence[FleetRow], at: Instant) -> bytes:
    """Lines of the list of chargers as JSON, as of an instant."""
    return _ENCODE([_line(row, Clock(row.timezone, day_of(at, row.timezone))) for row in rows])


def _line(row: FleetRow, clock: Clock) -> Any:  # noqa: ANN401 - its type is made
    told = _LINE(row)
    if row.worst_insight is not None:
        told.worst_insight = insight_document(row.worst_insight, clock)
    return told
