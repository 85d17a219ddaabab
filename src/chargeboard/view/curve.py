"""
How is a row of samples drawn as a line that loses no peak?

The plot has COLUMNS columns of about a pixel. Of all samples in a column the first, the lowest, the highest
and the last are kept, so a spike of one second is as high in the drawing as it was. Where the meter was
silent for long the line breaks.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import msgspec

from chargeboard.domain.instants import SECOND, Instant
from chargeboard.domain.span import Span
from chargeboard.view.bars import nice_top

COLUMNS = 1000
ROWS = 240
"""The height of the plot in its own units: half a pixel each."""
_LONG_SILENCE = 100 * SECOND


class Line(msgspec.Struct, frozen=True):
    """One line of a curve. `kind` is its class, `name` what the legend calls it, "" for nothing."""

    kind: str
    path: str
    name: str = ""


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


def axis(values: Sequence[float], *, is_zero_based: bool = True) -> tuple[float, float]:
    """Where an axis begins and ends so that all values lie on it; from zero, but for a voltage."""
    high, low = max(values, default=0.0), min(values, default=0.0)
    if not is_zero_based and high > low > 0.5 * high:
        step = nice_top((high - low) / 2 or 1.0)
        return (low // step) * step, -(-high // step) * step
    bottom = 0.0 if low >= 0 else -nice_top(-low)
    return bottom, nice_top(high) if high > 0 else (1.0 if bottom == 0 else 0.0)


class Columns:
    """
    The columns that samples fall into: made once, used by every line over the same instants.

    What lies outside of the span falls into the column at its edge.
    """

    __slots__ = ("runs",)

    def __init__(self, instants: Sequence[Instant], span: Span) -> None:
        scale, start = COLUMNS / max(1, span.length), span.start
        xs = [min(max(round((at - start) * scale), 0), COLUMNS) for at in instants]
        silence = 3 * _usual_step(instants)
        self.runs: list[tuple[int, int, int, bool]] = []
        """Column, first and behind the last sample in it, and whether a long silence came before."""
        begin = 0
        for here in range(1, len(xs) + 1):
            is_new = here == len(xs) or xs[here] != xs[begin] or instants[here] - instants[here - 1] > silence
            if is_new:
                is_broken = begin > 0 and instants[begin] - instants[begin - 1] > silence
                self.runs.append((xs[begin], begin, here, is_broken or begin == 0))
                begin = here


def path(values: Sequence[float], columns: Columns, bottom: float, top: float) -> str:
    """The line as an SVG path of whole units in a box of COLUMNS by ROWS; one value for each instant."""
    scale = ROWS / ((top - bottom) or 1.0)
    parts: list[str] = []
    pen_x = pen_y = 0
    for x, begin, end, is_new in columns.runs:
        y = ROWS - round((values[begin] - bottom) * scale)
        parts.append(f"M{x} {y}" if is_new else f"l{x - pen_x} {y - pen_y}")
        if end - begin > 1:
            some = values[begin:end]
            low, high = ROWS - round((min(some) - bottom) * scale), ROWS - round((max(some) - bottom) * scale)
            last = ROWS - round((some[-1] - bottom) * scale)
            # over the far extreme first: the shorter way to the last value
            for turn in (low, high, last) if abs(last - high) <= abs(last - low) else (high, low, last):
                if turn != y:
                    parts.append(f"v{turn - y}")
                    y = turn
        pen_x, pen_y = x, y
    # a lone sample is a dot: a line of no length with a round cap
    return "".join(parts) + ("h0" if len(values) == 1 else "")


def _usual_step(instants: Sequence[Instant]) -> int:
    """The usual time between two samples, never less than what makes a silence long."""
    steps = sorted(after - before for before, after in pairwise(instants))
    return max(_LONG_SILENCE, steps[len(steps) // 2] if steps else 0)


def grid(bottom: float, top: float) -> tuple[Tick, ...]:
    """The bottom, the middle and the top of an axis."""
    return tuple(
        Tick(round(100 - 100 * (value - bottom) / ((top - bottom) or 1.0), 2), f"{value:,g}")
        for value in (bottom, (bottom + top) / 2, top)
    )
