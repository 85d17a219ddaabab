"""Phase: chargers are switched on in three steps. How soon are they in, and what does each take?"""

from __future__ import annotations

import time
from collections.abc import Iterator
from operator import attrgetter

from bench.figure import Figure
from bench.system.processes import OpenFiles
from bench.system.serving import LISTENING, UNDERSTANDING, in_words
from bench.system.stand import Stand
from bench.system.window import Window

_LOOKS = 5


def figures(stand: Stand) -> Iterator[Figure]:
    """A line for each step."""
    served, chargers, found = stand.served, stand.chargers, stand.found
    for step in stand.plan.steps:
        before, window = chargers.tally, Window(served, chargers)
        chargers.switch_on(step)
        booted_s = chargers.booted_s(before, len(step), stand.plan.patience_s)
        listening_s = window.close().served[LISTENING]
        caught_up_s = served.caught_up_s(stand.plan.understood_within_s)
        used = window.close().served
        files = _settled(stand)
        found.many.append(files.links)
        found.mib.append(sum(served.memory_mib().values()))
        found.files.append(sum(files))
        booted, understood = in_words(booted_s), in_words(caught_up_s)
        each_ms = [1000 * cpu_s / len(step) for cpu_s in (listening_s, used.get(UNDERSTANDING, 0.0))]
        yield Figure(
            name=f"{step.stop:,} chargers, memory",
            value=found.mib[-1],
            unit="MiB",
            note=f"{len(step):,} called in at once, booted: {booted}, understood after that: {understood}; "
            f"{each_ms[0]:.1f} ms to listen to each and {each_ms[1]:.1f} ms to understand it; "
            f"{files.links:,} connected, {files.others:,} other open files",
        )
    yield Figure(
        name="memory of one more charger", value=found.kib_each, unit="KiB", note="all processes, PSS"
    )


def _settled(stand: Stand) -> OpenFiles:
    """The open files after a while, without those that are open for an instant alone."""
    looks = []
    for _ in range(_LOOKS):
        time.sleep(stand.plan.settles_s / _LOOKS)
        looks.append(stand.served.open_files())
    return min(looks, key=attrgetter("others"))
