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

Points = Sequence[tuple[Instant, float]]


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


class _Pen:
    """Draws column after column in relative steps, which are short."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.at: tuple[int, int] | None = None
        self.column = -1
        self.ys: list[int] = []

    def put(self, x: int, y: int) -> None:
        """One more sample."""
        if x != self.column:
            self.draw()
            self.column = x
        self.ys.append(y)

    def lift(self) -> None:
        """The line breaks here."""
        self.draw()
        self.at, self.column = None, -1

    def draw(self) -> None:
        """The column: to its first value, over both extremes, to its last one."""
        if not self.ys:
            return
        first, last, low, high = self.ys[0], self.ys[-1], min(self.ys), max(self.ys)
        self.parts.append(
            f"M{self.column} {first}"
            if self.at is None
            else f"l{self.column - self.at[0]} {first - self.at[1]}"
        )
        # over the far extreme first: the shorter way to the last value
        turns = (low, high, last) if abs(last - high) <= abs(last - low) else (high, low, last)
        y = first
        for turn in turns:
            if turn != y:
                self.parts.append(f"v{turn - y}")
                y = turn
        self.at, self.ys = (self.column, last), []


def path(points: Points, span: Span, bottom: float, top: float) -> str:
    """
    The line as an SVG path of whole units in a box of COLUMNS by ROWS.

    Shape: points by time; what lies outside of the span is drawn at its edge.
    """
    if not points or not span.length:
        return ""
    silence = 3 * _usual_step(points)
    scale_x, scale_y = COLUMNS / span.length, ROWS / ((top - bottom) or 1.0)
    pen, before = _Pen(), points[0][0]
    for at, value in points:
        if at - before > silence:
            pen.lift()
        x = round((at - span.start) * scale_x)
        pen.put(min(max(x, 0), COLUMNS), ROWS - round((value - bottom) * scale_y))
        before = at
    pen.draw()
    # a lone sample is a dot: a line of no length with a round cap
    return "".join(pen.parts) + ("h0" if len(points) == 1 else "")


def _usual_step(points: Points) -> int:
    """The usual time between two samples, never less than what makes a silence long."""
    steps = sorted(after[0] - before[0] for before, after in pairwise(points))
    return max(_LONG_SILENCE, steps[len(steps) // 2] if steps else 0)


def grid(bottom: float, top: float) -> tuple[Tick, ...]:
    """The bottom, the middle and the top of an axis."""
    return tuple(
        Tick(round(100 - 100 * (value - bottom) / ((top - bottom) or 1.0), 2), f"{value:,g}")
        for value in (bottom, (bottom + top) / 2, top)
    )
