"""
How are states drawn that are too short to be told apart?

Side by side, each as high as its share of the time that a spot stands for, the worst on top. A spot in the
colour of its worst state alone would show a week of short faults as a week of fault; a share of the height
alone would lose a fault of a second. So the worst is never thinner than can be seen.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from chargeboard.domain.figures.strip import Piece
from chargeboard.drawing.states import paint
from chargeboard.metrics.timeline.thinning import severity
from chargeboard.time.instants import Micros
from chargeboard.time.spans import Span

WIDTH = 1000
"""Coordinates count thousandths of the window from left to right, pixels of the row downwards."""
LEAST_OF_A_PROBLEM = 0.2
"""Of the row's height."""
_CALM = severity("suspended")
"""From here on a state is none that needs a look."""


class Area(msgspec.Struct, frozen=True):
    """All places of one state on a row; `paint` only where it has the whole height."""

    state: str
    paint: str
    path: str


class _Outline:
    """The upper part of the row down to a height that changes from left to right."""

    __slots__ = ("_at", "_down", "_parts")

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._at, self._down = "", 0

    def go_on(self, start: str, end: str, down: int) -> None:
        if start != self._at:
            self._parts.append(f"H{self._at}V0H{start}V{down}" if self._parts else f"M{start} 0V{down}")
        elif down != self._down:
            self._parts.append(f"H{start}V{down}")
        self._at, self._down = end, down

    def closed(self) -> str:
        return "".join(self._parts) + f"H{self._at}V0z"


def itself(row: Iterable[Piece], pointed: Iterable[Piece]) -> set[Piece]:
    """The pieces that are drawn by what is pointed at; that may be coarser than the row."""
    return {piece for piece in set(row).intersection(pointed) if not piece.is_merged}


def areas(drawn: Iterable[Piece], window: Span, height: int) -> tuple[Area, ...]:
    """The pieces of a row so many pixels high, as areas in the order in which one is drawn over the other."""
    scale = WIDTH / max(1, window.length)
    outlines: dict[tuple[str, bool], _Outline] = {}
    for piece in drawn:
        start = f"{(piece.start - window.start) * scale:.1f}"
        end = f"{(piece.end - window.start) * scale:.1f}"
        down = 0
        for state, size in _stacked(piece, height):
            down += size
            key = state, size == height
            outline = outlines.get(key)
            if outline is None:
                outline = outlines[key] = _Outline()
            outline.go_on(start, end, down)
    return tuple(
        Area(state, paint(state) if is_whole else "", outline.closed())
        for (state, is_whole), outline in sorted(outlines.items(), key=lambda item: severity(item[0][0]))
    )


def _stacked(piece: Piece, height: int) -> list[tuple[str, int]]:
    """Each state of the piece with its height, the worst first; together they fill the row."""
    (worst, time), *others = piece.held
    if not others:
        return [(worst, height)]
    rest_time: Micros = sum(time for _, time in others)
    least = height * LEAST_OF_A_PROBLEM if severity(worst) > _CALM else 1
    first = min(round(max(least, height * time / (time + rest_time))), height - len(others))
    rest = height - first
    sizes = [max(1, round(rest * time / rest_time)) for _, time in others]
    while odd := sum(sizes) - rest:
        sizes[sizes.index(max(sizes))] -= 1 if odd > 0 else -1
    return [(worst, first), *((state, size) for (state, _), size in zip(others, sizes, strict=True))]
