"""
Of which moment is the page, and which can be picked?

The field of a form: local time of the charger, without a zone, as browsers write it.
"""

from __future__ import annotations

import msgspec

from chargeboard.domain.board import Board
from chargeboard.domain.instants import Instant
from chargeboard.view.when import Local, instant

_FIELD = "%Y-%m-%dT%H:%M"


class Moment(msgspec.Struct, frozen=True):
    """What the field holds, and between which values it lies."""

    value: str
    first: str
    last: str
    zone: str


def moment(board: Board, now: Instant) -> Moment | None:
    """The choice; None for a charger that was never heard, whose past is empty."""
    first = board.charger.first_seen
    if first is None:
        return None
    local = Local.of(board)
    return Moment(
        value=f"{local.wall(board.at):{_FIELD}}",
        first=f"{local.wall(first):{_FIELD}}",
        last=f"{local.wall(max(now, instant(first))):{_FIELD}}",
        zone=local.zone,
    )
