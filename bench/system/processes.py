"""What do processes use, children included? As the kernel tells it in /proc."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

_TICKS = os.sysconf("SC_CLK_TCK")
_USER, _CHILDREN_SYSTEM = 11, 14
"""Of the fields after the name: user, system, and both of children that have ended."""
_IDLE = (3, 4)
"""Of the machine's fields: idle, and waiting for a disk."""
_MACHINE = 8


def family(pid: int) -> Iterator[int]:
    """A process and all that it started."""
    yield pid
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(OSError):
            for child in path.read_text().split():
                yield from family(int(child))


def cpu_s(pids: Iterable[int]) -> dict[str, float]:
    """Processor seconds so far by name, those of children that have ended with their parent's."""
    used: dict[str, float] = defaultdict(float)
    for pid in pids:
        with suppress(OSError):
            name, _, rest = Path(f"/proc/{pid}/stat").read_text().partition("(")[2].rpartition(")")
            used[name] += sum(map(int, rest.split()[_USER : _CHILDREN_SYSTEM + 1])) / _TICKS
    return dict(used)


def machine_cpu_s() -> float:
    """Processor seconds that anything used, other machines on the same processor included."""
    fields = Path("/proc/stat").read_text().splitlines()[0].split()[1 : _MACHINE + 1]
    return sum(int(field) for n, field in enumerate(fields) if n not in _IDLE) / _TICKS


def memory_mib(pids: Iterable[int]) -> float:
    """Memory; what processes share counts once in all of them together (PSS)."""
    kib = 0
    for pid in pids:
        with suppress(OSError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    kib += int(line.split()[1])
    return kib / 1024


def open_files(pids: Iterable[int]) -> list[int]:
    """How many files each has open."""
    found = []
    for pid in pids:
        with suppress(OSError):
            found.append(sum(1 for _ in Path(f"/proc/{pid}/fd").iterdir()))
    return found


def machine_memory_mib() -> float:
    """All that the machine has."""
    line = Path("/proc/meminfo").read_text().splitlines()[0]
    return int(line.split()[1]) / 1024
