"""What do processes use, children included? As the kernel tells it in /proc."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

_TICKS = os.sysconf("SC_CLK_TCK")
_USER, _CHILDREN_SYSTEM = 11, 14
"""Of the fields after the name: user, system, and both of children that have ended."""
_IDLE = (3, 4)
"""Of the machine's fields: idle, and waiting for a disk."""
_MACHINE = 8
_ESTABLISHED = "01"
"""The state of a connection that neither side has closed."""


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


def waited_s(pids: Iterable[int]) -> dict[str, float]:
    """Seconds so far, by name, in which threads had something to do and no processor to do it on."""
    waited: dict[str, float] = defaultdict(float)
    for pid in pids:
        with suppress(OSError):
            name = Path(f"/proc/{pid}/comm").read_text().strip()
            for path in Path(f"/proc/{pid}/task").glob("*/schedstat"):
                waited[name] += int(path.read_text().split()[1]) / 1e9
    return dict(waited)


def ran_ns(pid: int) -> int:
    """For how long the first thread of a process has run so far, to the nanosecond."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0])


def machine_cpu_s() -> float:
    """Processor seconds that anything used, other machines on the same processor included."""
    fields = Path("/proc/stat").read_text().splitlines()[0].split()[1 : _MACHINE + 1]
    return sum(int(field) for n, field in enumerate(fields) if n not in _IDLE) / _TICKS


def memory_mib(pids: Iterable[int]) -> dict[str, float]:
    """Memory by name; what processes share counts once in all of them together (PSS)."""
    used: dict[str, float] = defaultdict(float)
    for pid in pids:
        with suppress(OSError):
            name = Path(f"/proc/{pid}/comm").read_text().strip()
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    used[name] += int(line.split()[1]) / 1024
    return dict(used)


class OpenFiles(NamedTuple):
    """What a process has open."""

    links: int
    """Connections to a port of its own that are not closed."""
    others: int


def open_files(pid: int, port: int) -> OpenFiles:
    """Links and other files at one instant."""
    sockets = _sockets_at(port)
    found = []
    for file in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(OSError):  # closed since
            found.append(str(file.readlink()))
    sockets |= _sockets_at(port)
    links = sum(name in sockets for name in found)
    return OpenFiles(links, len(found) - links)


def _sockets_at(port: int) -> set[str]:
    """The connections to a local port that are not closed, as links to open files name them."""
    lines = Path("/proc/net/tcp").read_text().splitlines()[1:]
    rows = (line.split() for line in lines)
    ours = (row for row in rows if row[1].endswith(f":{port:04X}") and row[3] == _ESTABLISHED)
    return {f"socket:[{row[9]}]" for row in ours}


def machine_memory_mib() -> float:
    """All that the machine has."""
    line = Path("/proc/meminfo").read_text().splitlines()[0]
    return int(line.split()[1]) / 1024
