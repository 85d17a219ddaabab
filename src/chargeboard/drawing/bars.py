"""
How is a row of days drawn as bars?

Heights are pixels of a plot that is always PLOT high; places are percent of its width, so that one drawing
fits every screen. The axis starts at zero; a day without data is a gap and never a bar of height zero.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import groupby

import msgspec

from chargeboard.domain.figures.measures import DateSpan
from chargeboard.drawing.bar_labels import VALUE_GAP, VALUE_HEIGHT, Room, Words, rooms
from chargeboard.drawing.value_axis import nice_top
from chargeboard.drawing.words import say
from chargeboard.words.dates import day_month, weekday
from chargeboard.words.formats import spelled, without_zero

PLOT = 132.0
FLAT_PCT = 24.0
"""A gap at least this wide has its reason written flat."""
HEAD = 20.0
"""Room above the plot for the value of a full bar."""
BASE = HEAD + PLOT
_WIDTHS = {"few": 62.0, "many": 74.0, "dense": 84.0}
"""How much of a day's room its bar takes, in percent."""
_BESIDE = 0.1
"""What is left free of a day's room on either side of a mark."""


class Part(msgspec.Struct, frozen=True):
    """A coloured part of a bar, from the bottom up."""

    kind: str
    value: float


class Change(msgspec.Struct, frozen=True):
    """Something about the charger became otherwise on a day."""

    told: str
    spans: tuple[DateSpan, DateSpan] | None = None
    """The days before and after it; None: there are none on one of its sides."""


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
    before: float | None = None
    """What was so on the day of the period before that it stands beside; None: that is not known."""
    change: Change | None = None
    """What changed of the charger on this day."""


class Block(msgspec.Struct, frozen=True):
    """A part of a bar, from its top down to the axis; those below it are drawn over it."""

    kind: str
    y: int


class Bar(msgspec.Struct, frozen=True, kw_only=True):
    """One day as drawn."""

    x: str
    """Where its room begins, which is as wide as that of every other day."""
    blocks: tuple[Block, ...]
    """From the top."""
    value: str
    value_y: str
    is_key: bool
    """The highest and the lowest complete day, and today: labelled where not all can be."""
    day: Day
    tick: str
    tick_date: str
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
    room: str
    """How wide the room of a day is."""
    inset: str
    width: str
    """Where in it the bar begins, and how much of it that takes."""
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
    """Which of today, incomplete, revised, missing and change occur."""
    before: str
    """A path that marks the days before, a unit to the right for each day and a pixel down for each pixel."""
    told_before: str
    """What they came to; empty: nothing is known of them."""


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
    return spelled(without_zero(Decimal(f"{value:g}")))


def chart(
    days: Sequence[Day],
    *,
    top: float | None = None,
    written: Callable[[float], str] = _number,
    lines: Sequence[tuple[str, float, str, str]] = (),
    summary: str,
    whole_numbers: bool = False,
    told_before: str = "",
) -> Chart:
    """
    Days as bars. `top` None: as high as the highest bar needs, and the highest mark of the days before.

    `lines`: kind, value, label, value as text. `written`: a number of the axis.
    """
    heights = [sum(p.value for p in day.parts) if day.parts is not None else 0.0 for day in days]
    if top is None:
        before = (day.before or 0.0 for day in days)
        top = nice_top(max([*heights, *before, *(value for _, value, _, _ in lines)], default=0.0))
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
        "change": any(d.change is not None for d in days),
    }
    places, width = _places(len(days)), _WIDTHS[density]
    bars = [
        _bar(day, places[place], top, _tick(day.on, place, density, every, len(days)), is_key=place in key)
        for place, day in enumerate(days)
    ]
    gaps = _gaps(days, band)
    grid = tuple(Grid(_px(BASE - PLOT * v / top), written(v)) for v in _grid_values(top))
    drawn = tuple(
        Line(kind, _px(BASE - PLOT * min(v, top) / top), label, text) for kind, v, label, text in lines
    )
    return Chart(
        bars=tuple(bars),
        room=_pc(band),
        inset=_pc((100 - width) / 2),
        width=_pc(width),
        rooms=rooms(tuple(map(_words, bars)), gaps, drawn, grid, density),
        gaps=gaps,
        grid=grid,
        lines=drawn,
        summary=summary,
        density=density,
        has_below=density == "few" and any(day.below for day in days),
        marks=tuple(name for name, is_there in marks.items() if is_there),
        before=_before(days, top),
        told_before=told_before,
    )


def _before(days: Sequence[Day], top: float) -> str:
    """A bar of two pixels over each day that has one, told from the corner of the last."""
    path, last = "", (0.0, 0)
    for place, day in enumerate(days):
        if day.before is None:
            continue
        x, y = place + _BESIDE, _mark_y(day.before, top)
        move = f"m{_px(x - last[0])} {y - last[1]}" if path else f"M{_px(x)} {y}"
        path += f"{move}h{_px(1 - 2 * _BESIDE)}v2h-{_px(1 - 2 * _BESIDE)}z"
        last = x, y
    return path


def _foot(highest: int, day: Day, top: float) -> int:
    """On what the value stands: the bar, or the mark of the day before that would run through it."""
    mark = int(BASE) if day.before is None else _mark_y(day.before, top)
    return mark if highest - VALUE_HEIGHT < mark < highest else highest


def _mark_y(before: float, top: float) -> int:
    return round(BASE - PLOT * min(before, top) / top) - 1


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


@lru_cache(maxsize=64)
def _places(count: int) -> tuple[str, ...]:
    """Where the rooms of so many days begin, whatever they show."""
    return tuple(_pc(100 * place / count) for place in range(count))


def _tick(on: date, place: int, density: str, every: int, count: int) -> tuple[str, str]:
    """What is written under a day, and its date where that may go."""
    if density == "few":
        return weekday(on), str(on.day)
    if density == "many":
        return (day_month(on) if on.weekday() == 0 else ""), ""
    is_free = place % every == 0 and count - place > every // 2
    return (day_month(on) if is_free else ""), ""


def _bar(day: Day, x: str, top: float, tick: tuple[str, str], *, is_key: bool) -> Bar:
    blocks: list[Block] = []
    whole, highest = 0.0, int(BASE)
    for part in day.parts or ():
        if part.value <= 0:
            continue
        whole += part.value
        # a value above zero is never invisible
        highest = min(highest - 1, round(BASE - PLOT * whole / top))
        blocks.insert(0, Block(part.kind, highest))
    return Bar(
        x=x,
        blocks=tuple(blocks),
        value=day.value if day.parts is not None else "",
        value_y=str(_foot(highest, day, top) - VALUE_GAP),
        is_key=is_key,
        day=day,
        tick=say("today") if day.is_today else tick[0],
        tick_date="" if day.is_today else tick[1],
        is_weekend=day.on.weekday() >= 5,
    )
