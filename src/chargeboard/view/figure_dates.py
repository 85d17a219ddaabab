"""
Which dates do the figures cover, and which others are one click away?

A month can so be looked up, sent and printed by its address.
"""

from __future__ import annotations

from datetime import date, timedelta

import msgspec

from chargeboard.domain.board import Board
from chargeboard.domain.figures import MONTHS
from chargeboard.metrics.asked import LONG_DAYS
from chargeboard.view.when import Local
from chargeboard.view.windows import View

_MONTHS = 3
_DAY = timedelta(days=1)
_USUAL = timedelta(days=LONG_DAYS)


class FigureDates(msgspec.Struct, frozen=True):
    """The choice. `first` to `last` are shown now, both included."""

    views: tuple[View, ...]
    first: date
    last: date
    born: date | None
    today: date


def is_usual(board: Board) -> bool:
    """Whether the figures are those of the last 7 and 30 days."""
    today = Local.of(board).today
    return board.window.from_ == today - _USUAL and board.window.to == today + _DAY


def is_over(board: Board) -> bool:
    """Whether dates are shown that have passed: beside their figures nothing is said of the present."""
    return board.window.to <= Local.of(board).today


def figure_dates(board: Board) -> FigureDates:
    """The usual dates, and the last months in which the charger was there."""
    today, born, shown = Local.of(board).today, board.charger.commissioned_on, board.window
    views = [View("last 7 and 30 days", "", is_usual(board))]
    end = today + _DAY
    for _ in range(_MONTHS):
        first = (end - _DAY).replace(day=1)
        if born is None or end <= born:
            break
        month = MONTHS[first.month - 1] + (" so far" if end > today else "")
        is_shown = (shown.from_, shown.to) == (first, end)
        views.append(View(month, f"from={first}&through={end - _DAY}", is_shown))
        end = first
    return FigureDates(tuple(views), shown.from_, shown.through, born, today)
