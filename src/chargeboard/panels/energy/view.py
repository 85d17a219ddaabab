"""
How much energy was delivered each day?

Source: definitions 2.4. The sum of the bars is not the overview's total, and the panel says why.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import msgspec

from chargeboard.domain.figures.board import Board
from chargeboard.domain.figures.compared import Compared
from chargeboard.drawing.bars import Chart
from chargeboard.panels.days import incomplete, local_of
from chargeboard.panels.energy.words import say
from chargeboard.panels.notes import Note, notes_beside
from chargeboard.panels.panel import Panel, of_board
from chargeboard.panels.per_day import DayValue, plain_days, series
from chargeboard.panels.plain import PlainPanel
from chargeboard.words.formats import DASH, count, energy, kilo, number


class Energy(msgspec.Struct, frozen=True):
    """The panel."""

    window: str
    headline: str
    caption: str
    chart: Chart | None
    rows: tuple[DayValue, ...]
    heading_before: str
    empty: str
    notes: tuple[Note, ...]


def panel(board: Board) -> Energy:
    """Energy per day."""
    today = local_of(board).today
    days = series(
        board, board.energy_per_day_wh, scale=1000, short=_short, full=energy, say=say, figure=Compared.ENERGY
    )
    total = sum(value for day, value in board.energy_per_day_wh.items() if value and day != today)
    return Energy(
        window=days.window,
        headline=DASH if days.mean is None else energy(total),
        caption="" if days.mean is None else _caption(board, today, days.mean),
        chart=days.chart,
        rows=days.rows,
        heading_before=days.heading_before,
        empty="" if days.chart else _empty(board),
        notes=notes_beside("energy", board),
    )


def _caption(board: Board, today: date, mean_wh: float) -> str:
    """The mean, and what vehicles fed back in the same days, never netted (V2G)."""
    back = sum(value for day, value in board.export_per_day_wh.items() if day != today)
    return say("caption_fed_back", mean=mean_wh, back=back) if back else say("caption", mean=mean_wh)


def _short(value_wh: float | None) -> str:
    """A label above a bar: whole kWh, one decimal only below 10."""
    if value_wh is None:
        return DASH
    return (count if value_wh >= 10_000 else number)(Decimal(str(value_wh)) / 1000)


def _empty(board: Board) -> str:
    if back := sum(board.export_per_day_wh.values()):
        return say("only_fed_back", back=back)
    if any(value is not None for value in board.energy_per_day_wh.values()):
        return say("none")
    return say("no_data")


def plain(board: Board, _columns: int) -> tuple[PlainPanel, ...]:
    """A row of steps, and another one where vehicles fed back."""
    delivered = plain_days(say("plain_title"), board.energy_per_day_wh, kilo)
    back = board.export_per_day_wh
    return (delivered, plain_days(say("plain_fed_back"), back, kilo)) if back else (delivered,)


def _ground(board: Board) -> object:
    return board.energy_per_day_wh, board.export_per_day_wh, board.revised_days, incomplete(board)


PANEL = Panel(
    "energy",
    80,
    say,
    of_board(panel),
    plain,
    ("energy_per_day_wh", "export_per_day_wh", "revised_days"),
    ground=_ground,
)
