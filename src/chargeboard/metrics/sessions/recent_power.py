"""How did the power of a running session go lately, in few enough points to draw?"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from chargeboard.domain.conclusions import Reading
from chargeboard.time.instants import HOUR, Instant

RECENT = 2 * HOUR
MOST_POINTS = 60

Point = tuple[Instant, float]


def recent(points: Sequence[Point]) -> tuple[Point, ...]:
    """The last two hours before the newest point, thinned; a value heard twice is one value."""
    if not points:
        return ()
    since = points[-1][0] - RECENT
    lately = dict.fromkeys([point for point in points if point[0] >= since])
    return tuple(thinned(list(lately), MOST_POINTS))


def from_readings(readings: Sequence[Reading]) -> list[Point]:
    """Where power was never reported: the mean power up to each reading, from the energy between them."""
    return [
        (after.at, float(after.energy_wh - before.energy_wh) * HOUR / (after.at - before.at))
        for before, after in pairwise(readings)
        if after.at > before.at
    ]


def thinned(points: Sequence[Point], most: int) -> list[Point]:
    """At most so many points, by time: first and last, and the lowest and highest of each stretch between."""
    if len(points) <= most:
        return list(points)
    stretches = (most - 2) // 2
    inner = points[1:-1]
    kept = [points[0]]
    for number in range(stretches):
        stretch = inner[len(inner) * number // stretches : len(inner) * (number + 1) // stretches]
        extremes = {min(stretch, key=_watts), max(stretch, key=_watts)}
        kept += sorted(extremes)
    return [*kept, points[-1]]


def _watts(point: Point) -> float:
    return point[1]
