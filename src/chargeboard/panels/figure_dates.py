"""
Which dates do the figures cover, and which others are one click away?

A month can so be looked up, sent and printed by its address.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

import msgspec

from chargeboard.domain.figures.board import Board
from chargeboard.metrics.board_query import LONG_DAYS
from chargeboard.panels.days import local_of
from chargeboard.panels.events.windows import View
from chargeboard.panels.words import say
from chargeboard.words.dates import month_of

_MONTHS = 3
_DAY = timedelta(days=1)
_USUAL = timedelta(days=LONG_DAYS)


class FigureDates(msgspec.Struct, frozen=True):
    """The choice. `first` to `last` are shown now, both included."""

    views: tuple[View, ...]
    earlier: tuple[View, ...]
    """More months, behind a fold."""
    first: date
    last: date
    born: date | None
    today: date


def is_usual(board: Board) -> bool:
    """Whether the figures are those of the last 7 and 30 days."""
    today = local_of(board).today
    return board.window.from_ == today - _USUAL and board.window.to == today + _DAY


def is_over(board: Board) -> bool:
    """Whether dates are shown that have passed: beside their figures nothing is said of the present."""
    return board.window.to <= local_of(board).today


def figure_dates(board: Board, months: Sequence[date]) -> FigureDates:
    """The usual dates, and the `months` in which something is known, the latest first: their first days."""
    today, shown = local_of(board).today, board.window
    views = [_month(first, today, (shown.from_, shown.to)) for first in months]
    near = [view for place, view in enumerate(views) if place < _MONTHS or view.is_current]
    return FigureDates(
        views=(View(say("dates_usual"), "", is_usual(board)), *near),
        earlier=tuple(view for view in views if view not in near),
        first=shown.from_,
        last=shown.through,
        born=board.charger.commissioned_on,
        today=today,
    )


def _month(first: date, today: date, shown: tuple[date, date]) -> View:
    end = min((first + 31 * _DAY).replace(day=1), today + _DAY)
    name = month_of(first) + ("" if first.year == today.year else f" {first.year}")
    is_now = first <= today < (first + 31 * _DAY).replace(day=1)
    return View(
        say("month_so_far", month=name) if is_now else name,
        f"from={first}&through={end - _DAY}",
        shown == (first, end),
    )
