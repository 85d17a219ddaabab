"""
Of which moment is the page, and which can be picked?

The field of a form: local time of the charger, without a zone.
"""

from __future__ import annotations

import msgspec

from chargeboard.domain.figures.board import Board
from chargeboard.panels.days import local_of


class Moment(msgspec.Struct, frozen=True):
    """What the field holds, and of which zone."""

    value: str
    zone: str


def moment(board: Board) -> Moment | None:
    """The choice; None for a charger that was never heard, whose past is empty."""
    if board.charger.first_seen is None:
        return None
    local = local_of(board)
    return Moment(
        value=local.field(board.at),
        zone=local.zone,
    )
