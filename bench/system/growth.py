"""Does it grow while nothing changes?"""

from __future__ import annotations

import threading
import time
from statistics import linear_regression

from bench.system.serving import Served


class Growth(threading.Thread):
    """Looks at memory and open files as long as it runs."""

    def __init__(self, served: Served, every_s: float) -> None:
        super().__init__(daemon=True)
        self._served, self._every_s = served, every_s
        self._ends = threading.Event()
        self._at_s: list[float] = []
        self.mib: list[float] = []
        """Of all processes."""
        self._mib_of: list[dict[str, float]] = []
        """Of each, by what it does."""
        self._files: list[int] = []
        """Of the process that listens, without one for each charger that is connected."""

    def run(self) -> None:
        while not self._ends.wait(self._every_s):
            self._at_s.append(time.monotonic())
            self._mib_of.append(self._served.memory_mib())
            self.mib.append(sum(self._mib_of[-1].values()))
            self._files.append(self._served.open_files().others)

    def stop(self) -> None:
        """Look no more."""
        self._ends.set()
        self.join()

    @property
    def more_mib(self) -> float:
        """Of memory, over the later half: what comes first is warming up."""
        return _grown(self._at_s, self.mib)

    @property
    def more_mib_of(self) -> dict[str, float]:
        """That by what the processes do."""
        names = dict.fromkeys(name for at_once in self._mib_of for name in at_once)
        return {
            name: _grown(self._at_s, [at_once.get(name, 0.0) for at_once in self._mib_of]) for name in names
        }

    @property
    def more_files(self) -> float:
        """Of open files, likewise."""
        return _grown(self._at_s, self._files)


def _grown(at_s: list[float], values: list[float] | list[int]) -> float:
    """Along the line through the later half, from its begin to its end."""
    half = len(at_s) // 2
    return (at_s[-1] - at_s[half]) * linear_regression(at_s[half:], values[half:]).slope
