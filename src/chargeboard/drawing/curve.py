"""
How is a row of samples drawn as a line that loses no peak?

The plot has COLUMNS columns of about a pixel. Of all samples in a column the first, the lowest, the highest
and the last are kept, so a spike of one second is as high in the drawing as it was. Where the meter was
silent for long, or for a time without contact, the line breaks.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise

import msgspec

from chargeboard.drawing.value_axis import nice_top
from chargeboard.time.instants import SECOND, Instant
from chargeboard.time.spans import Span

COLUMNS = 1000
ROWS = 240
"""The height of the plot in its own units: half a pixel each."""
_DOWN = {rows: f"v{rows}" for rows in range(-ROWS, ROWS + 1)}
_LONG_SILENCE = 100 * SECOND
_HEADROOM = 1.04
_ROOM_FOR_A_LABEL = 0.12


class Line(msgspec.Struct, frozen=True):
    """
    One line of a curve. `kind` is its class, `name` what the legend calls it, "" for nothing.

    `source` is where its values stand in the session's JSON, `scale` what makes them the curve's unit.
    """

    kind: str
    path: str
    name: str
    source: str
    scale: float


class Tick(msgspec.Struct, frozen=True):
    """A line of the grid: `y` in percent of the height."""

    y: float
    label: str


class Curve(msgspec.Struct, frozen=True):
    """One quantity over the time of a session."""

    name: str
    unit: str
    figure: str
    """What to remember of it, in words."""
    lines: tuple[Line, ...]
    grid: tuple[Tick, ...]
    summary: str


def axis(
    values: Sequence[float], *, is_zero_based: bool = True, top: float | None = None
) -> tuple[float, float]:
    """Where an axis begins and ends so that no value lies on its upper edge; from zero, but for a voltage."""
    high, low = max(values, default=0.0), min(values, default=0.0)
    if not is_zero_based and high > low > 0.5 * high:
        step = nice_top((high - low) / 2)
        return (low // step) * step, (high // step + 1) * step
    bottom = 0.0 if low >= 0 else -nice_top(-low * _HEADROOM)
    if top is not None and high <= top:
        return bottom, top
    return bottom, nice_top(high * _HEADROOM) if high > 0 else (1.0 if bottom == 0 else 0.0)


class Columns:
    """
    The columns that samples fall into, by time: made once, used by every line over the same instants.

    What lies outside of the span falls into the column at its edge. `away` is time without contact, by start.
    """

    __slots__ = ("runs",)

    def __init__(self, instants: Sequence[Instant], span: Span, away: Sequence[Span] = ()) -> None:
        scale, start = COLUMNS / max(1, span.length), span.start
        xs = [int((at - start) * scale + 0.5) for at in instants]
        if xs and (instants[0] < start or xs[-1] > COLUMNS):
            xs = [min(max(x, 0), COLUMNS) for x in xs]
        broken = {0, *_breaks(instants, away)}
        self.runs: list[tuple[str, int, int]] = []
        """How the pen comes to the column, first and behind the last sample in it."""
        begin = pen = 0
        for here in range(1, len(xs) + 1):
            if here == len(xs) or xs[here] != xs[begin] or here in broken:
                x = xs[begin]
                self.runs.append((f"M{x} " if begin in broken else f"l{x - pen} ", begin, here))
                begin, pen = here, x


def path(values: Sequence[float], columns: Columns, bottom: float, top: float) -> str:
    """The line as an SVG path of whole units in a box of COLUMNS by ROWS; one value for each instant."""
    scale = ROWS / ((top - bottom) or 1.0)
    base = ROWS + bottom * scale + 0.5
    ys = [int(base - value * scale) for value in values]
    parts: list[str] = []
    pen = 0
    for way, begin, end in columns.runs:
        y = ys[begin]
        parts.append(f"{way}{y if way[0] == 'M' else y - pen}")
        pen = ys[end - 1]
        if end - begin > 2:
            some = ys[begin:end]
            far, near = max(some), min(some)
            # over the far extreme first: the shorter way to the last value
            if abs(pen - near) > abs(pen - far):
                far, near = near, far
            if far != y:
                parts.append(_DOWN[far - y])
            if near != far:
                parts.append(_DOWN[near - far])
            y = near
        if pen != y:
            parts.append(_DOWN[pen - y])
    # a lone sample is a dot: a line of no length with a round cap
    return "".join(parts).replace("M", "h0M")[2:] + "h0"


def _breaks(instants: Sequence[Instant], away: Sequence[Span]) -> Iterator[int]:
    """
    Before which samples the line breaks.

    Three usual steps are a silence; so is one and a half, if nobody could hear the charger meanwhile.
    """
    steps = [after - before for before, after in pairwise(instants)]
    usual = sorted(steps)[len(steps) // 2] if steps else 0
    silence = 3 * max(_LONG_SILENCE, usual)
    yield from (place for place, step in enumerate(steps, 1) if step > silence)
    for gap in away:
        place = bisect_left(instants, gap.start)
        if 0 < place < len(instants) and instants[place] >= gap.end and 2 * steps[place - 1] > 3 * usual:
            yield place


def grid(bottom: float, top: float) -> tuple[Tick, ...]:
    """The ends of an axis and its middle, or zero where values go below it."""
    length = (top - bottom) or 1.0
    values = (bottom, 0.0 if bottom < 0 < top else (bottom + top) / 2, top)
    return tuple(
        Tick(round(100 - 100 * (value - bottom) / length, 2), f"{value:,g}")
        for place, value in enumerate(values)
        if place == 1 or abs(value - values[1]) > _ROOM_FOR_A_LABEL * length
    )
