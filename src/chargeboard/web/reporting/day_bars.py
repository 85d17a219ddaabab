"""How are the days of a report drawn, small enough for paper?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec

from chargeboard.drawing.value_axis import nice_top
from chargeboard.words.dates import day_month
from chargeboard.words.formats import number

WIDTH, PLOT, HEAD = 340.0, 82.0, 12.0
"""Units of the drawing; values are written above the plot."""
_GAP = 0.18


class DayBar(msgspec.Struct, frozen=True):
    """One day; `told` is the whole of it."""

    x: str
    y: str
    width: str
    height: str
    is_known: bool
    is_weekend: bool
    told: str


class DayBars(msgspec.Struct, frozen=True):
    """A drawing."""

    title: str
    bars: tuple[DayBar, ...]
    top: str
    """What the upper edge of the plot stands for."""
    first: str
    last: str


def day_bars(title: str, days: Sequence[tuple[date, float | None]], unit: str) -> DayBars:
    """Days with their values; None: nothing is known, which is no bar of height zero."""
    top = nice_top(max((value or 0 for _, value in days), default=0.0))
    band = WIDTH / max(1, len(days))
    return DayBars(
        title=title,
        bars=tuple(_bar(on, value, place * band, band, top, unit) for place, (on, value) in enumerate(days)),
        top=number(top) + unit,
        first=day_month(days[0][0]) if days else "",
        last=day_month(days[-1][0]) if days else "",
    )


def _bar(on: date, value: float | None, x: float, band: float, top: float, unit: str) -> DayBar:
    height = PLOT if value is None else PLOT * value / top
    return DayBar(
        x=f"{x + band * _GAP / 2:.1f}",
        y=f"{HEAD + PLOT - height:.1f}",
        width=f"{band * (1 - _GAP):.1f}",
        height=f"{height:.1f}",
        is_known=value is not None,
        is_weekend=on.weekday() >= 5,
        told=f"{day_month(on)}: {number(value)}{unit if value is not None else ''}",
    )
