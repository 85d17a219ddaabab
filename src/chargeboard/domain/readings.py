"""What does a process read off itself, for whoever watches over machines?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

import msgspec

WRITING_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 5.0)
"""How long it takes to keep what chargers said."""


class Reading(msgspec.Struct, frozen=True, array_like=True):
    """One number; what it means is said by its name."""

    name: str
    value: float
    """Of a distribution, the sum of all that was seen."""
    labels: tuple[str, ...] = ()
    """Values, in the order of the names that belong to it."""
    counts: tuple[int, ...] = ()
    """Of a distribution: how often what was seen was at most each bound, and above the last."""


class Distribution:
    """How large was what was seen so far? One thread adds, any may read."""

    def __init__(self, bounds: Sequence[float]) -> None:
        """`bounds` rise."""
        self._bounds = bounds
        self._counts = [0] * (len(bounds) + 1)
        self._sum = 0.0

    def add(self, seen: float) -> None:
        """One more."""
        self._counts[bisect_left(self._bounds, seen)] += 1
        self._sum += seen

    def reading(self, name: str) -> Reading:
        """As it is now."""
        return Reading(name, self._sum, counts=tuple(self._counts))
