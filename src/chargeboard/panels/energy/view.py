"""
How much energy was delivered each day?

Source: definitions 2.4. The sum of the bars is not the overview's total, and the panel says why.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from chargeboard.domain.board import Board
from chargeboard.drawing.bars import Chart
from chargeboard.panels.interpret import GUIDES, Guide
from chargeboard.panels.notes import Note, notes_beside
from chargeboard.panels.per_day import Row, series
from chargeboard.view.when import Local
from chargeboard.words.formats import DASH, count, energy


class Energy(msgspec.Struct, frozen=True):
    """The panel."""

    title: str
    window: str
    headline: str
    caption: str
    chart: Chart | None
    rows: tuple[Row, ...]
    empty: str
    guide: Guide
    notes: tuple[Note, ...]


def panel(board: Board) -> Energy:
    """Energy per day."""
    today = Local.of(board).today.isoformat()
    found = series(
        board,
        board.energy_per_day_wh,
        scale=1000,
        short=_short,
        full=energy,
        what="Energy",
    )
    total = sum(value for day, value in board.energy_per_day_wh.items() if value and day != today)
    return Energy(
        title="Energy consumption",
        window=found.window,
        headline=energy(total) if found.mean is not None else DASH,
        caption=f"delivered, {energy(found.mean)} a day{_back(board, today)}"
        if found.mean is not None
        else "",
        chart=found.chart,
        rows=found.rows,
        empty="" if found.chart else _empty(board),
        guide=GUIDES["energy"],
        notes=notes_beside("energy", board),
    )


def _back(board: Board, today: str) -> str:
    """What vehicles fed back in the same days, never netted (V2G)."""
    total = sum(value for day, value in board.export_per_day_wh.items() if day != today)
    return f"; {energy(total)} fed back by vehicles" if total else ""


def _short(value: float | None) -> str:
    """A label above a bar: whole kWh, one decimal only below 10."""
    if value is None:
        return DASH
    return (
        count(Decimal(str(value)) / 1000)
        if value >= 10_000
        else energy(value).removesuffix(" kWh").removesuffix(".0")
    )


def _empty(board: Board) -> str:
    if back := sum(board.export_per_day_wh.values()):
        return f"No energy was delivered in these days; vehicles fed back {energy(back)}."
    if any(value is not None for value in board.energy_per_day_wh.values()):
        return "No energy was delivered in these days."
    return "No data for these days yet."
