"""How is something measured so that the figure means the same tomorrow?"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from time import process_time
from typing import TypeVar

import msgspec

T = TypeVar("T")
HERE = Path(__file__).parent


class Child(msgspec.Struct):
    """What the operating system counted for a finished process, its start and imports included."""

    cpu_s: float
    wall_s: float
    peak_bytes: int
    output: str


def environment() -> dict[str, str]:
    """The environment without the operator's own settings; byte code is kept, as what is installed has it."""
    left_out = ("CHARGEBOARD_", "PYTHONDONTWRITEBYTECODE")
    return {name: value for name, value in os.environ.items() if not name.startswith(left_out)}


class Workbench(msgspec.Struct):
    """A folder to work in, and how much time there is."""

    folder: Path
    is_quick: bool
    environment: dict[str, str] = msgspec.field(default_factory=environment)
    scripts: Path = HERE
    """What `ask` runs."""

    def scaled(self, whole: int, quick: int) -> int:
        """How many, in a full run or in a quick one."""
        return quick if self.is_quick else whole

    def cpu_s(self, work: Callable[[], object], times: int) -> list[float]:
        """Processor seconds of the work, each time; once more before that is not counted."""
        work()
        found = []
        for _ in range(times):
            begin = process_time()
            work()
            found.append(process_time() - begin)
        return found

    def run(self, *command: str) -> Child:
        """
        Run a program of the project's environment to its end.

        A small process starts it: the peak memory that is counted for a child is never below its parent's.
        """
        made = subprocess.run(
            [sys.executable, "-S", "-E", str(HERE / "start.py"), *command],
            cwd=self.folder,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode:
            raise RuntimeError(f"{' '.join(command)} failed: {made.stderr[-2000:]}")
        return msgspec.json.decode(made.stdout, type=Child)

    def ask(self, kind: type[T], script: str, *arguments: object) -> T:
        """The answer of a script of this folder, run in a fresh process."""
        return msgspec.json.decode(self.script(script, *arguments).output, type=kind)

    def script(self, script: str, *arguments: object) -> Child:
        """Such a process, at its end."""
        paths = filter(None, (self.environment.get("PYTHONPATH"), str(self.scripts.parent)))
        there = msgspec.structs.replace(
            self, environment=self.environment | {"PYTHONPATH": os.pathsep.join(paths)}
        )
        return there.run(sys.executable, str(self.scripts / script), *map(str, arguments))
