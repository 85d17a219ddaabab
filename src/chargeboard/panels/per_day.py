"""
What do the two thirty-day panels share?

Dates of the window without today, marks of a day, and a chart of one value per day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import msgspec

from chargeboard.domain.board import Board
from chargeboard.drawing.bars import Chart, Day, Part, chart
from chargeboard.view.when import Local, days_line, is_unborn, observed
from chargeboard.words.dates import full_day


class Row(msgspec.Struct, frozen=True):
    """One day in the table."""

    day: str
    value: str
    remark: str


class Series(msgspec.Struct, frozen=True):
    """A value per day with everything that the page says of it."""

    window: str
    mean: float | None
    chart: Chart | None
    rows: tuple[Row, ...]


def series(
    board: Board,
    values: Mapping[str, int | float | None],
    *,
    scale: float,
    short: Callable[[float | None], str],
    full: Callable[[float | None], str],
    what: str,
    mean: float | None = None,
    whole_numbers: bool = False,
) -> Series:
    """
    The series of a board's key.

    `scale` makes the axis' unit of a value, `short` labels a bar, `full` says the value with its unit. The
    mean is over all complete days since the charger was first heard, as the overview's, unless it is given.
    """
    today = Local.of(board).today
    revised = set(board.revised_days)
    incomplete = {day.date for day in board.utilization if day.incomplete}
    by_day = {date.fromisoformat(name): value for name, value in values.items()}
    known = [value for day, value in by_day.items() if value is not None and day != today]
    lived = sum(day != today and not is_unborn(board, day) for day in by_day)
    if mean is None and known:
        mean = sum(known) / max(lived, len(known))
    days, rows = [], []
    for on, value in by_day.items():
        remark = _remark(
            on, today, value, is_revised=on.isoformat() in revised, is_incomplete=on in incomplete
        )
        rows.append(Row(full_day(on), full(value), remark))
        told = f"{full_day(on)}: {full(value)}" + (f" ({remark})" if remark else "")
        days.append(
            Day(
                on=on,
                parts=None if value is None else (Part("ink", value / scale),),
                value=short(value),
                told=told,
                why_missing="not connected yet" if is_unborn(board, on) else "no data",
                is_today=on == today,
                is_incomplete=on in incomplete,
                is_revised=on.isoformat() in revised,
            )
        )
    window = days_line(list(by_day), today, observed(board))
    drawn = any(value for value in by_day.values())
    lines = [("mean", mean / scale, "mean", short(mean))] if mean is not None and len(known) > 1 else []
    return Series(
        window,
        mean,
        chart(
            days,
            lines=lines,
            whole_numbers=whole_numbers,
            summary=f"{what} per day, {window}: {full(mean)} a day on average."
            " The figures are in the table below.",
        )
        if drawn
        else None,
        tuple(rows),
    )


def _remark(on: date, today: date, value: float | None, *, is_revised: bool, is_incomplete: bool) -> str:
    words = ["today so far"] if on == today else []
    if value is None:
        words.append("no data")
    if is_incomplete:
        words.append("incomplete data")
    if is_revised:
        words.append("revised by late messages")
    return ", ".join(words)
