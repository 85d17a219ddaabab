"""
How is a row of days drawn as bars?

Heights are pixels of a plot that is always PLOT high; places are percent of its width, so that one drawing
fits every screen. The axis starts at zero; a day without data is a gap and never a bar of height zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from itertools import groupby
from typing import NamedTuple

import msgspec

from chargeboard.drawing.bar_labels import VALUE_GAP, Room, Words, rooms
from chargeboard.drawing.value_axis import nice_top
from chargeboard.drawing.words import say
from chargeboard.words.dates import day_month, weekday

PLOT = 132.0
FLAT_PCT = 24.0
"""A gap at least this wide has its reason written flat."""
HEAD = 20.0
"""Room above the plot for the value of a full bar."""
BASE = HEAD + PLOT


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
    y: int


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
    rooms: tuple[Room, ...]
    """Of each bar, for its labels."""
    gaps: tuple[Gap, ...]
    grid: tuple[Grid, ...]
    lines: tuple[Line, ...]
    summary: str
    density: str
    """few, many or dense."""
    has_below: bool
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
    slots = _slots(len(days), density)
    bars = [
        _bar(day, slots[place], top, _tick(day.on, place, density, every, len(days)), is_key=place in key)
        for place, day in enumerate(days)
    ]
    gaps = _gaps(days, band)
    grid = tuple(Grid(_px(BASE - PLOT * v / top), _number(v) + unit) for v in _grid_values(top))
    drawn = tuple(
        Line(kind, _px(BASE - PLOT * min(v, top) / top), label, text) for kind, v, label, text in lines
    )
    return Chart(
        bars=tuple(bars),
        rooms=rooms(tuple(map(_words, bars)), gaps, drawn, grid, density),
        gaps=gaps,
        grid=grid,
        lines=drawn,
        summary=summary,
        density=density,
        has_below=density == "few" and any(day.below for day in days),
        marks=tuple(name for name, is_there in marks.items() if is_there),
    )


def _words(bar: Bar) -> Words:
    day = bar.day
    return Words(
        bar.tick, bar.tick_date, bar.value, bar.value_y, day.below, bar.is_key, day.is_today, day.is_bad
    )


def _gap(middle: str, why: str, *, is_narrow: bool) -> Gap:
    return Gap(middle, why, is_narrow, 100 if is_narrow else 143)


def _gaps(days: Sequence[Day], band: float) -> tuple[Gap, ...]:
    gaps = []
    for why, run in groupby(
        enumerate(days), key=lambda item: item[1].why_missing if item[1].parts is None else ""
    ):
        places = [place for place, _ in run]
        if why:
            gaps.append(
                _gap(
                    _pc(band * (places[0] + places[-1] + 1) / 2), why, is_narrow=band * len(places) < FLAT_PCT
                )
            )
    return tuple(gaps)


class _Slot(NamedTuple):
    """Where the bar of a day stands."""

    x: str
    width: str
    middle: str
    band_x: str
    band_width: str


@lru_cache(maxsize=64)
def _slots(count: int, density: str) -> tuple[_Slot, ...]:
    """The places of so many bars, whatever they show."""
    band = 100 / max(1, count)
    width = band * {"few": 0.62, "many": 0.74, "dense": 0.84}[density]
    return tuple(
        _Slot(
            _pc(band * place + (band - width) / 2),
            _pc(width),
            _pc(band * (place + 0.5)),
            _pc(band * place),
            _pc(band),
        )
        for place in range(count)
    )


def _tick(on: date, place: int, density: str, every: int, count: int) -> tuple[str, str]:
    """What is written under a day, and its date where that may go."""
    if density == "few":
        return weekday(on), str(on.day)
    if density == "many":
        return (day_month(on) if on.weekday() == 0 else ""), ""
    is_free = place % every == 0 and count - place > every // 2
    return (day_month(on) if is_free else ""), ""


def _bar(day: Day, slot: _Slot, top: float, tick: tuple[str, str], *, is_key: bool) -> Bar:
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
    return Bar(
        x=slot.x,
        width=slot.width,
        middle=slot.middle,
        blocks=tuple(blocks),
        value=day.value if day.parts is not None else "",
        value_y=_px(min(bottom, BASE) - VALUE_GAP),
        is_key=is_key,
        day=day,
        tick=say("today") if day.is_today else tick[0],
        tick_date="" if day.is_today else tick[1],
        band_x=slot.band_x,
        band_width=slot.band_width,
        is_weekend=day.on.weekday() >= 5,
    )
