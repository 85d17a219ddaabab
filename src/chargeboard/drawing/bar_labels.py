"""
Which words over and under bars have room, and in how wide a chart?

Days have the first claim on their row, today before all; of the values the highest, the lowest and today's;
the others stand where all of them can. Where there are few days each stands for itself, bad days first.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from chargeboard.drawing.label_room import CLASSES, NEVER, Box, beside, centred, halving, level, needed

if TYPE_CHECKING:
    from chargeboard.drawing.bars import Gap, Grid, Line

_PLOTS_PX = (180, 230, 316, 456)
"""The narrowest plot between the axes of a chart, container by container."""
TICK_Y, VALUE_GAP, VALUE_HEIGHT, BELOW_Y = 170, 5, 16, 185
_FONT, _SMALL = 11.0, 10.5
_MANY_FONT = 10.0


class Room(NamedTuple):
    """The class of each label of a bar, empty where it is always shown; None: it is not drawn."""

    value: str | None
    tick: str | None
    date: str | None
    below: str | None


class Words(NamedTuple):
    """What is written over and under one bar."""

    tick: str
    tick_date: str
    value: str
    value_y: str
    below: str
    is_key: bool
    is_today: bool
    is_bad: bool


@lru_cache(maxsize=512)
def rooms(
    bars: tuple[Words, ...],
    gaps: tuple[Gap, ...],
    lines: tuple[Line, ...],
    grid: tuple[Grid, ...],
    density: str,
) -> tuple[Room, ...]:
    """Those of all bars."""
    fixed = [
        *(beside(one.label, 0, float(one.y) + 3.5, _FONT, -6) for one in grid),
        *(beside(line.label, 1, float(line.y) - 1, _FONT, 6) for line in lines),
        *(beside(line.value, 1, float(line.y) + 10, _FONT, 6) for line in lines),
    ]
    why = [_gap(gap) for gap in gaps]
    ticks, date = _ticks(bars, fixed, is_few=density == "few")
    values = _values(bars, [*fixed, *why], density)
    below = _below(bars, fixed)
    return tuple(
        Room(
            CLASSES[values.get(place, NEVER)],
            CLASSES[ticks.get(place, NEVER)],
            CLASSES[date],
            CLASSES[below.get(place, NEVER)],
        )
        for place in range(len(bars))
    )


def _x(place: int, count: int) -> float:
    return (place + 0.5) / count


def _gap(gap: Gap) -> Box:
    box = centred(gap.why, float(gap.middle.removesuffix("%")) / 100, gap.y, _SMALL)
    if not gap.is_narrow:
        return box
    # turned by a quarter around its middle
    middle, half, height = (box.top + box.bottom) / 2, (box.right - box.left) / 2, box.bottom - box.top
    return Box(box.x, -height / 2, height / 2, middle - half, middle + half)


def _placed(boxes: Mapping[int, Box], order: Sequence[int], fixed: Sequence[Box]) -> dict[int, float]:
    """From which width on each has room beside those that come before it in the order, and what is fixed."""
    found: dict[int, float] = {}
    for place in order:
        if place in boxes:
            found[place] = needed(boxes[place], [*fixed, *(boxes[other] for other in found)])
    return found


def _ticks(bars: Sequence[Words], fixed: Sequence[Box], *, is_few: bool) -> tuple[dict[int, int], int]:
    """Of each day its name; and from where on all of them have their dates too, which are shown together."""
    named = [place for place, bar in enumerate(bars) if bar.tick]
    order = sorted((named[one] for one in halving(len(named))), key=lambda place: not bars[place].is_today)
    short = {place: centred(bars[place].tick, _x(place, len(bars)), TICK_Y, _FONT) for place in named}
    needs = _placed(short, order, fixed)
    levels = {place: level(need, _PLOTS_PX) for place, need in needs.items()}
    if not is_few:
        return levels, NEVER
    full = {
        place: centred(f"{bars[place].tick} {bars[place].tick_date}", box.x, TICK_Y, _FONT)
        if bars[place].tick_date
        else box
        for place, box in short.items()
    }
    return levels, level(max(_placed(full, order, fixed).values(), default=0), _PLOTS_PX)


def _values(bars: Sequence[Words], fixed: Sequence[Box], density: str) -> dict[int, int]:
    size = _FONT if density == "few" else _MANY_FONT
    boxes = {
        place: centred(bar.value, _x(place, len(bars)), float(bar.value_y), size)
        for place, bar in enumerate(bars)
        if bar.value
    }
    if density == "few":
        order = sorted(boxes, key=lambda place: (not bars[place].is_bad, not bars[place].is_key))
        return {place: level(need, _PLOTS_PX) for place, need in _placed(boxes, order, fixed).items()}
    keys = [place for place in reversed(boxes) if bars[place].is_key]
    found = {place: level(need, _PLOTS_PX) for place, need in _placed(boxes, keys, fixed).items()}
    if density == "dense":
        return found
    others = {place for place in boxes if place not in found}
    if not others:
        return found
    need = _together(boxes, fixed, others, len(bars))
    return found | dict.fromkeys(others, level(need, _PLOTS_PX))


def _together(boxes: Mapping[int, Box], fixed: Sequence[Box], others: Collection[int], count: int) -> float:
    """From which width on all values are apart; far ones never meet, so each looks at the next few."""
    widest = max(box.right - box.left for box in boxes.values())
    reach = int((widest + 4) * count / _PLOTS_PX[0]) + 1
    need = 0.0
    for place, box in boxes.items():
        is_key = place not in others
        behind = range(place + 1, place + reach + 1)
        near = [boxes[n] for n in behind if n in boxes and not (is_key and n not in others)]
        need = max(need, needed(box, near))
    for one in fixed:
        middle = int(one.x * count)
        beside_it = range(middle - reach - 2, middle + reach + 3)
        need = max(need, needed(one, [boxes[n] for n in beside_it if n in others]))
    return need


def _below(bars: Sequence[Words], fixed: Sequence[Box]) -> dict[int, int]:
    boxes = {
        place: centred(bar.below, _x(place, len(bars)), BELOW_Y, _SMALL)
        for place, bar in enumerate(bars)
        if bar.below
    }
    order = sorted(boxes, key=lambda place: (not bars[place].is_bad, not bars[place].is_today))
    return {place: level(need, _PLOTS_PX) for place, need in _placed(boxes, order, fixed).items()}
