"""
What do the two thirty-day panels share?

Dates of the window without today, marks of a day, and a chart of one value per day.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

import msgspec

from chargeboard.domain.figures.board import Board
from chargeboard.domain.figures.compared import Compared
from chargeboard.drawing.bars import Chart, Day, Part, chart
from chargeboard.panels.before import before, change_on
from chargeboard.panels.days import days_line, incomplete, is_unborn, local_of, observed
from chargeboard.panels.plain import PlainPanel, Toned
from chargeboard.panels.words import say as say_of_panels
from chargeboard.words.catalogue import Words
from chargeboard.words.dates import full_day

_STEPS = "▁▂▃▄▅▆▇█"


class DayValue(msgspec.Struct, frozen=True):
    """One day in the table."""

    day: str
    value: str
    remark: str
    before: str = ""
    """Of the day that many days before."""


class Series(msgspec.Struct, frozen=True):
    """A value per day with everything that the page says of it."""

    window: str
    mean: float | None
    chart: Chart | None
    rows: tuple[DayValue, ...]
    heading_before: str
    """Empty: nothing is known of the days before."""


def series(
    board: Board,
    values: Mapping[date, int | float | None],
    *,
    scale: float,
    short: Callable[[float | None], str],
    full: Callable[[float | None], str],
    say: Words,
    figure: Compared,
    mean: float | None = None,
) -> Series:
    """
    The series of a board's key.

    `scale` makes the axis' unit of a value, `short` labels a bar, `full` says the value with its unit. The
    mean is over all complete days since the charger was first heard, as the overview's, unless it is given.
    """
    today = local_of(board).today
    revised = set(board.revised_days)
    unsure = incomplete(board)
    earlier = before(board, figure)
    known = [value for day, value in values.items() if value is not None and day != today]
    lived = sum(day != today and not is_unborn(board, day) for day in values)
    if mean is None and known:
        mean = sum(known) / max(lived, len(known))
    days, rows = [], []
    for on, value in values.items():
        marks = {
            "today_so_far": on == today,
            "no_data": value is None,
            "incomplete": on in unsure,
            "revised": on in revised,
        }
        remark = ", ".join(say_of_panels(mark) for mark, is_so in marks.items() if is_so)
        day, told = full_day(on), full(value)
        rows.append(DayValue(day, told, remark, full(earlier.days.get(on)) if earlier.days else ""))
        days.append(
            Day(
                on=on,
                parts=None if value is None else (Part("ink", value / scale),),
                value=short(value),
                told=f"{day}: {told} ({remark})" if remark else f"{day}: {told}",
                why_missing=say_of_panels("unconnected" if is_unborn(board, on) else "no_data"),
                is_today=on == today,
                is_incomplete=on in unsure,
                is_revised=on in revised,
                before=earlier.scaled(on, scale),
                change=change_on(board, on),
            )
        )
    window = days_line(list(values), today, observed(board))
    is_drawn = any(value for value in values.values())
    lines = []
    if mean is not None and len(known) > 1:
        lines.append(("mean", mean / scale, say_of_panels("mean"), short(mean)))
    summary = say("summary", window=window, mean=full(mean))
    return Series(
        window,
        mean,
        chart(
            days,
            lines=lines,
            whole_numbers=figure == Compared.SESSIONS,
            summary=summary,
            told_before=earlier.told,
        )
        if is_drawn
        else None,
        tuple(rows),
        earlier.heading,
    )


def plain_days(
    title: str, days: Mapping[date, float | None], write: Callable[[float | None], str]
) -> PlainPanel:
    """A value per day as a row of steps."""
    known = [value for value in days.values() if value is not None]
    if not known:
        return PlainPanel(title, (say_of_panels("nothing_known"),))
    top = max(known)
    steps = "".join(
        " " if value is None else _STEPS[min(7, int(8 * value / top)) if top and value > 0 else 0]
        for value in days.values()
    )
    first, last = next(iter(days)), list(days)[-1]
    told = say_of_panels(
        "plain_days", total=write(sum(known)), most=write(top), newest=write(days[last]), day=last
    )
    return PlainPanel(title, (f"{first} {steps} {last}", Toned(told, "aside")))
