"""What did a phase find that others reckon with?"""

from __future__ import annotations

from statistics import linear_regression

from bench.system.window import Used


class Found:
    """Gathered over the phases."""

    def __init__(self) -> None:
        self.many: list[int] = []
        """Chargers that were connected when memory and open files were looked at."""
        self.mib: list[float] = []
        self.files: list[int] = []
        self.quiet: Used | None = None
        """While nobody looked."""
        self.storm_ms = 0.0
        """Of the listening process, for each of the chargers that call in at once."""

    def mib_of(self, chargers: int) -> float:
        """Memory of so many, by the line through those that were measured."""
        slope, base = linear_regression(self.many, self.mib)
        return base + slope * chargers

    @property
    def kib_each(self) -> float:
        """Memory of one more."""
        return 1024 * linear_regression(self.many, self.mib).slope

    def files_of(self, chargers: int) -> float:
        """Open files of so many, in the process that listens."""
        slope, base = linear_regression(self.many, self.files)
        return base + slope * chargers
