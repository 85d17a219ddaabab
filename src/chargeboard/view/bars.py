"""
How is a row of days drawn as bars?

Heights are pixels of a plot that is always PLOT high; places are percent of its width, so that one drawing
fits every screen. The axis starts at zero; a day without data is a gap and never a bar of height zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby

import msgspec

from chargeboard.view.when import day_month, weekday

PLOT = 132.0
FLAT_PCT = 24.0
"""A gap at least this wide has its reason written flat."""
HEAD = 20.0
"""Room above the plot for the value of a full bar."""
BASE = HEAD + PLOT


_ROUND = ("1", "1.2", "1.5", "2", "2.5", "3", "4", "5", "6", "8", "10")


class Part(msgspec.Struct, frozen=True):
    """A coloured part of a bar, from the bottom up."""

    kind: str
    value: float


class Day(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of one day, before drawing."""

    on: date
    parts: tuple[Part, ...] | None
    """None: no data."""
    value: str = ""
    below: str = ""
    """Numerator and denominator, under the date."""
    told: str = ""
    """The whole bar as a sentence."""
    why_missing: str = ""
    is_today: bool = False
    is_incomplete: bool = False
    is_revised: bool = False
    is_bad: bool = False


class Block(msgspec.Struct, frozen=True):
    """A rectangle in the plot."""

    kind: str
    y: str
    height: str


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """One day as drawn."""

    x: str
    width: str
    middle: str
    blocks: tuple[Block, ...]
    value: str
    value_y: str
    is_key: bool
    """The highest and the lowest complete day, and today: labelled where not all can be."""
    day: Day
    tick: str
    tick_date: str
    band_x: str
    band_width: str
    is_weekend: bool


class Gap(msgspec.Struct, frozen=True):
    """Neighbouring days without data for one reason."""

    middle: str
    why: str
    is_narrow: bool
    """Too narrow for words that lie flat."""


class Line(msgspec.Struct, frozen=True):
    """A horizontal line over the plot with its label at the right."""

    kind: str
    y: str
    label: str
    value: str


class Grid(msgspec.Struct, frozen=True):
    """A line of the grid with its label at the left."""

    y: str
    label: str


class Chart(msgspec.Struct, frozen=True):
    """A whole drawing."""

    bars: tuple[Bar, ...]
    gaps: tuple[Gap, ...]
    grid: tuple[Grid, ...]
    lines: tuple[Line, ...]
    summary: str
    density: str
    """few, many or dense: decides which labels have room."""
    is_tight: bool
    """The labels are too long to stand over every bar."""
    has_below: bool
    has_long_below: bool
    marks: tuple[str, ...]
    """Which of today, incomplete, revised and missing occur."""


def _key_places(days: Sequence[Day], heights: Sequence[float]) -> set[int]:
    whole = [i for i, day in enumerate(days) if day.parts is not None and not day.is_today]
    found = {i for i, day in enumerate(days) if day.is_today}
    if whole:
        found |= {max(whole, key=lambda i: heights[i]), min(whole, key=lambda i: heights[i])}
    return found


def _px(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _pc(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"


def nice_top(most: float) -> float:
    """The smallest round number that is not below: the top of an axis that people read."""
    if most <= 0:
        return 1.0
    ten = Decimal(10) ** Decimal(str(most)).adjusted()
    return float(next(ten * Decimal(step) for step in _ROUND if float(ten * Decimal(step)) >= most))


def _grid_values(top: float) -> list[float]:
    return [0.0, top / 2, top]


def _number(value: float) -> str:
    return f"{value:,.0f}" if value == int(value) else f"{value:,g}"


def chart(
    days: Sequence[Day],
    *,
    top: float | None = None,
    unit: str = "",
    lines: Sequence[tuple[str, float, str, str]] = (),
    summary: str,
    whole_numbers: bool = False,
) -> Chart:
    """
    Days as bars. `top` None: as high as the highest bar needs.

    `lines`: kind, value, label, value as text.
    """
    heights = [sum(p.value for p in day.parts) if day.parts is not None else 0.0 for day in days]
    if top is None:
        top = nice_top(max([*heights, *(value for _, value, _, _ in lines)], default=0.0))
        if whole_numbers:
            top = max(2.0, top + top % 2)
    band = 100 / max(1, len(days))
    density = "few" if len(days) <= 10 else "many" if len(days) <= 34 else "dense"
    key = _key_places(days, heights)
    every = max(1, -(-len(days) // 10))
    marks = {
        "today": any(d.is_today for d in days),
        "incomplete": any(d.is_incomplete for d in days),
        "revised": any(d.is_revised for d in days),
        "missing": any(d.parts is None for d in days),
    }
    return Chart(
        bars=tuple(
            _bar(day, place, band, top, density, is_key=place in key, every=every, count=len(days))
            for place, day in enumerate(days)
        ),
        gaps=_gaps(days, band),
        grid=tuple(Grid(_px(BASE - PLOT * v / top), _number(v) + unit) for v in _grid_values(top)),
        lines=tuple(
            Line(kind, _px(BASE - PLOT * min(v, top) / top), label, text) for kind, v, label, text in lines
        ),
        summary=summary,
        density=density,
        is_tight=density == "many" and any(len(day.value) > 2 for day in days),
        has_below=density == "few" and any(day.below for day in days),
        has_long_below=any(len(day.below) > 6 for day in days),
        marks=tuple(name for name, is_there in marks.items() if is_there),
    )


def _gaps(days: Sequence[Day], band: float) -> tuple[Gap, ...]:
    found = []
    for why, run in groupby(
        enumerate(days), key=lambda item: item[1].why_missing if item[1].parts is None else ""
    ):
        places = [place for place, _ in run]
        if why:
            found.append(
                Gap(_pc(band * (places[0] + places[-1] + 1) / 2), why, band * len(places) < FLAT_PCT)
            )
    return tuple(found)


def _bar(
    day: Day, place: int, band: float, top: float, density: str, *, is_key: bool, every: int, count: int
) -> Bar:
    width = band * {"few": 0.62, "many": 0.74, "dense": 0.84}[density]
    x = band * place + (band - width) / 2
    blocks: list[Block] = []
    bottom = BASE
    for part in day.parts or ():
        size = PLOT * part.value / top
        if size <= 0:
            continue
        # a value above zero is never invisible
        size = max(size, 1.0)
        blocks.append(Block(part.kind, _px(bottom - size), _px(size)))
        bottom -= size
    if density == "few":
        tick, tick_date = weekday(day.on), str(day.on.day)
    elif density == "many":
        tick, tick_date = (day_month(day.on) if day.on.weekday() == 0 else ""), ""
    else:
        is_free = place % every == 0 and count - place > every // 2
        tick, tick_date = (day_month(day.on) if is_free else ""), ""
    return Bar(
        x=_pc(x),
        width=_pc(width),
        middle=_pc(band * (place + 0.5)),
        blocks=tuple(blocks),
        value=day.value if day.parts is not None else "",
        value_y=_px(min(bottom, BASE) - 5),
        is_key=is_key,
        day=day,
        tick="today" if day.is_today else tick,
        tick_date="" if day.is_today else tick_date,
        band_x=_pc(band * place),
        band_width=_pc(band),
        is_weekend=day.on.weekday() >= 5,
    )
