"""What does it cost to take frames in, and how long do pages take meanwhile?"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

import msgspec

from bench.system.serving import Served, serving
from bench.workbench import HERE, Workbench, environment

RATE = 1_000
"""Frames a second."""
_CHARGERS = 400
_IDLE_WITHIN_S = 120.0


class Answered(msgspec.Struct):
    """What load.py says: how many frames a second were kept and answered, and how soon."""

    frames_s: float
    p50_ms: float
    p99_ms: float


class Arriving(msgspec.Struct):
    """A `serve` with chargers that talk to it."""

    served: Served
    others_cpu_s: Callable[[], float]
    """Of a database's own processes."""

    def cpu_us(self, seconds: int) -> tuple[float, Answered]:
        """Processor time a frame of all processes, over so many seconds."""
        with self.talking(seconds) as load:
            begin = self._cpu_s()
            answered = _answered(load)
            self.served.await_idle(_IDLE_WITHIN_S)
            return 1e6 * (self._cpu_s() - begin) / (answered.frames_s * seconds), answered

    @contextmanager
    def talking(self, seconds: int) -> Iterator[IO[str]]:
        """Chargers that have booted, and talk for so long."""
        command = (HERE / "load.py", self.served.endpoint, _CHARGERS, seconds, RATE)
        with subprocess.Popen(
            [sys.executable, *map(str, command)], stdout=subprocess.PIPE, text=True, env=environment()
        ) as process:
            if process.stdout is None:
                raise RuntimeError("no pipe")
            process.stdout.readline()
            yield process.stdout
            process.kill()

    def _cpu_s(self) -> float:
        return sum(self.served.cpu_s().values()) + self.others_cpu_s()


@contextmanager
def arriving_at(folder: Path, database: str, others_cpu_s: Callable[[], float]) -> Iterator[Arriving]:
    """Over a database, once all that a start brings is done."""
    with serving(folder, database=database) as served:
        served.await_idle(_IDLE_WITHIN_S)
        yield Arriving(served, others_cpu_s)


def imported_cpu_s(folder: Path, log: Path, database: str, others_cpu_s: Callable[[], float]) -> float:
    """Processor time of all processes that an import takes."""
    own = {"CHARGEBOARD_DATA_FOLDER": str(folder)}
    bench, before = Workbench(folder, is_quick=False, environment=environment() | own), others_cpu_s()
    done = bench.run(sys.executable, "-m", "chargeboard", "import", str(log), "--db", database)
    return done.cpu_s + others_cpu_s() - before


def _answered(load: IO[str]) -> Answered:
    return msgspec.json.decode(load.readline(), type=Answered)
