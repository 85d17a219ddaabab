"""What was used between two moments, and by whom?"""

from __future__ import annotations

import os
import time
from operator import itemgetter

import msgspec

from bench.figure import Figure
from bench.system import processes
from bench.system.chargers import Chargers
from bench.system.serving import Served
from chargeboard.demo.load import Tally

_QUIET_SHARE = 0.1
"""Of the machine: who else uses more makes waits longer than they are."""


class Used(msgspec.Struct):
    """Processor and messages of some seconds."""

    seconds: float
    served: dict[str, float]
    """Processor seconds of `serve`, by what its processes do."""
    fleet_s: float
    """Processor seconds of the chargers' processes."""
    others_s: float
    """Processor seconds of programs that have nothing to do with the bench."""
    tally: Tally
    late_s: float = 0.0
    """By how much chargers spoke later than they were to."""

    @property
    def cores(self) -> float:
        """Of all processes of `serve`."""
        return sum(self.served.values()) / self.seconds

    @property
    def fleet_cores(self) -> float:
        """Of the chargers' processes."""
        return self.fleet_s / self.seconds

    @property
    def others_cores(self) -> float:
        """Of programs that have nothing to do with the bench."""
        return max(0.0, self.others_s / self.seconds)

    @property
    def by_process(self) -> str:
        """Who used how much of it, in words."""
        used = sorted(self.served.items(), key=itemgetter(1), reverse=True)
        told = (f"{name} {1000 * seconds / self.seconds:.1f}" for name, seconds in used if seconds)
        return f"thousandths of a core: {', '.join(told)}"

    @property
    def is_quiet(self) -> bool:
        """Whether the machine did nothing else, so that waits can be judged."""
        return self.others_cores <= _QUIET_SHARE * (os.cpu_count() or 1)

    def wait(self, target: float, figure: Figure) -> Figure:
        """A time that somebody waited, judged where the machine did nothing else."""
        figure.target = target
        if self.is_quiet:
            figure.met = figure.value <= target
        else:
            figure.note += f"; not judged: other programs used {self.others_cores:.1f} cores meanwhile"
        return figure


class Window:
    """It opens where it is made."""

    def __init__(self, served: Served, chargers: Chargers) -> None:
        self._served, self._chargers = served, chargers
        self._begin_s, self._begin = time.monotonic(), self._so_far()

    def close(self) -> Used:
        """What was used until now; it stays open."""
        begin, end = self._begin, self._so_far()
        return Used(
            time.monotonic() - self._begin_s,
            {name: used - begin.served.get(name, 0.0) for name, used in end.served.items()},
            end.fleet_s - begin.fleet_s,
            end.others_s - begin.others_s,
            end.tally.since(begin.tally),
            self._chargers.late_s(self._begin_s),
        )

    def _so_far(self) -> Used:
        ours_s = sum(processes.cpu_s(processes.family(os.getpid())).values())
        fleet_s = sum(processes.cpu_s(self._chargers.pids).values())
        others_s = processes.machine_cpu_s() - ours_s
        return Used(0, self._served.cpu_s(), fleet_s, others_s, self._chargers.tally)
