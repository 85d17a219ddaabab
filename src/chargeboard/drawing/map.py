"""
Where do places lie to one another? A plain projection, fit to a box.

Degrees east are as wide as they are at the middle latitude of the places (equirectangular), so that distances
of a country keep their proportions; of the whole world the usual plate carrée comes out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from math import ceil, cos, floor, radians

import msgspec

WIDTH, HEIGHT, MARGIN = 1000.0, 560.0, 48.0
_STEPS = tuple(map(Decimal, ["0.01", "0.02", "0.05", "0.1", "0.2", "0.5", "1", "2", "5", "10", "15", "30"]))
_LINES = 6
_LEAST_DEGREES = 0.02
"""One place, or several at one, have this much around them."""
Place = tuple[float, float]
"""Latitude and longitude, in degrees."""


class Line(msgspec.Struct, frozen=True):
    """A meridian or a parallel: where it is drawn, and its degrees, with the decimals of all of its kind."""

    at: float
    degrees: Decimal
    is_meridian: bool


class Drawn(msgspec.Struct, frozen=True):
    """Places as points of the box, in their order, and the lines of the grid."""

    points: tuple[tuple[float, float], ...]
    lines: tuple[Line, ...]


def drawn(places: Sequence[Place]) -> Drawn:
    """The map of some places; at least one."""
    south, north = _around([latitude for latitude, _ in places])
    west, east = _around([longitude for _, longitude in places])
    narrow = max(0.05, cos(radians((south + north) / 2)))
    scale = min((WIDTH - 2 * MARGIN) / ((east - west) * narrow), (HEIGHT - 2 * MARGIN) / (north - south))
    middle_x, middle_y = (west + east) / 2, (south + north) / 2

    def point(latitude: float, longitude: float) -> tuple[float, float]:
        x = WIDTH / 2 + (longitude - middle_x) * narrow * scale
        return round(x, 1), round(HEIGHT / 2 - (latitude - middle_y) * scale, 1)

    wide, high = WIDTH / 2 / scale / narrow, HEIGHT / 2 / scale
    return Drawn(
        points=tuple(point(*place) for place in places),
        lines=(
            *(
                Line(point(middle_y, float(at))[0], at, is_meridian=True)
                for at in _grid(middle_x - wide, middle_x + wide)
            ),
            *(
                Line(point(float(at), middle_x)[1], at, is_meridian=False)
                for at in _grid(middle_y - high, middle_y + high)
            ),
        ),
    )


def _around(values: Sequence[float]) -> tuple[float, float]:
    low, high = min(values), max(values)
    lacking = max(0.0, _LEAST_DEGREES - (high - low)) / 2
    return low - lacking, high + lacking


def _grid(low: float, high: float) -> Iterator[Decimal]:
    step = next((step for step in _STEPS if (high - low) / float(step) <= _LINES), _STEPS[-1])
    return (n * step for n in range(ceil(low / float(step)), floor(high / float(step)) + 1))
