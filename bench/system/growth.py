"""Does it grow while nothing changes?"""

from __future__ import annotations

import threading
import time
from statistics import linear_regression

from bench.system.chargers import Chargers
from bench.system.serving import Served


class Growth(threading.Thread):
    """Looks at memory and open files as long as it runs."""

    def __init__(self, served: Served, chargers: Chargers, every_s: float) -> None:
        super().__init__(daemon=True)
        self._served, self._chargers, self._every_s = served, chargers, every_s
        self._ends = threading.Event()
        self._at_s: list[float] = []
        self.mib: list[float] = []
        self._files: list[int] = []
        """Of the process that listens, without one for each charger that is connected."""

    def run(self) -> None:
        while not self._ends.wait(self._every_s):
            self._at_s.append(time.monotonic())
            self.mib.append(self._served.memory_mib())
            self._files.append(self._served.open_files() - self._chargers.tally.connected)

    def stop(self) -> None:
        """Look no more."""
        self._ends.set()
        self.join()

    @property
    def mib_an_hour(self) -> float:
        """Of memory, by the line through the later half: what comes first is warming up."""
        return _slope(self._at_s, self.mib)

    @property
    def files_an_hour(self) -> float:
        """Of open files, likewise."""
        return _slope(self._at_s, self._files)


def _slope(at_s: list[float], values: list[float] | list[int]) -> float:
    half = len(at_s) // 2
    return 3600 * linear_regression(at_s[half:], values[half:]).slope
