"""What do panels follow from that tell of no instant? Which charger, which dates, and what guidance says."""

from __future__ import annotations

from msgspec.structs import replace

from chargeboard.domain.figures.board import Board
from chargeboard.panels.days import local_of, observed
from chargeboard.panels.notes import said_in
from chargeboard.panels.panel import Panel


def common_ground(board: Board) -> object:
    """Equal where charger and dates are."""
    charger = replace(board.charger, last_contact=None)
    changed = board.firmware_days, board.setting_days
    return local_of(board).today, board.window, charger, observed(board), board.before, changed


def ground_of(panel: Panel, board: Board, common: object) -> object:
    """Equal for two boards of which the panel shows the same; None where that is not known."""
    if panel.ground is None:
        return None
    said = [replace(insight, true_until=None) for insight in said_in(panel.name, board)]
    return common, said, panel.ground(board)
