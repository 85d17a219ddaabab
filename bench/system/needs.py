"""What do more chargers need than were measured, and what is the first limit?"""

from __future__ import annotations

import resource
from collections.abc import Iterator
from operator import itemgetter

from bench.figure import Figure, shown
from bench.system.processes import machine_memory_mib
from bench.system.stand import Stand

_MANY = 50_000
_STORM_S = 60


def figures(stand: Stand) -> Iterator[Figure]:
    """All extended along a line, from what was measured."""
    chargers, found, quiet = stand.plan.chargers, stand.found, stand.found.quiet
    if quiet is None:
        return
    busiest, busy_s = max(quiet.served.items(), key=itemgetter(1))
    times, speed = _MANY / chargers, stand.plan.speed
    paced = "" if speed == 1 else f"; they live {speed:g} times as fast as chargers do"
    files = found.files_of(_MANY)
    yield Figure(name=f"{_MANY:,} chargers, memory", value=found.mib_of(_MANY), unit="MiB", note=_EXTENDED)
    yield Figure(
        name=f"{_MANY:,} chargers, open files",
        value=files,
        unit="files",
        note=f"of the process that listens; ulimit -n is {_allowed():,} here",
    )
    yield Figure(
        name=f"{_MANY:,} chargers, all of serve",
        value=times * quiet.cores,
        unit="cores",
        note=f"of it {times * busy_s / quiet.seconds:.2f} by {busiest}, the busiest process{paced}",
    )
    limits = {
        f"open files (ulimit -n {_allowed():,})": chargers * _allowed() / found.files_of(chargers),
        f"the listening process, when all call in within {_STORM_S} s": 1000 * _STORM_S / found.storm_ms,
        f"{busiest}, a process on one core": chargers * quiet.seconds / busy_s,
        "memory of this machine": (machine_memory_mib() - found.mib_of(0)) * 1024 / found.kib_each,
    }
    ordered = sorted(limits.items(), key=lambda one: one[1])
    others = "; ".join(f"{what} at {shown(many)}" for what, many in ordered[1:])
    yield Figure(
        name="the first limit",
        value=ordered[0][1],
        unit="chargers",
        note=f"{ordered[0][0]}; then {others}{paced}",
    )


_EXTENDED = "along the line through the sizes that were measured"


def _allowed() -> int:
    return resource.getrlimit(resource.RLIMIT_NOFILE)[1]
