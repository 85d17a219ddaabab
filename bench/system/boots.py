"""Phase: chargers are switched on in three steps. How soon are they in, and what does each take?"""

from __future__ import annotations

import time
from collections.abc import Iterator

from bench.figure import Figure, shown
from bench.system.serving import LISTENING
from bench.system.stand import Stand
from bench.system.window import Window

_SETTLES_S = 5.0


def figures(stand: Stand) -> Iterator[Figure]:
    """A line for each step."""
    served, chargers, found = stand.served, stand.chargers, stand.found
    for step in stand.plan.steps:
        before, window = chargers.tally, Window(served, chargers)
        chargers.switch_on(step)
        booted_s = chargers.await_booted(before, len(step), stand.plan.patience_s)
        caught_up_s = served.await_caught_up(stand.plan.patience_s)
        listening_s = window.close().served[LISTENING]
        time.sleep(_SETTLES_S)
        found.many.append(step.stop)
        found.mib.append(served.memory_mib())
        found.files.append(served.open_files())
        took = f"{shown(booted_s)} s, and was understood {shown(caught_up_s)} s later"
        yield Figure(
            name=f"{step.stop:,} chargers, memory",
            value=found.mib[-1],
            unit="MiB",
            note=f"{len(step):,} called in at once: {took}; {1000 * listening_s / len(step):.1f} ms "
            f"of the listening process each; it has {found.files[-1]:,} files open",
        )
    yield Figure(
        name="memory of one more charger", value=found.kib_each, unit="KiB", note="all processes, PSS"
    )
