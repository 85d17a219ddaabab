"""Does what is remembered of a charger stay small, however long it is watched (law: Bounded)?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from statistics import median

from msgspec.structs import replace

from bench.figure import Figure, at_most
from bench.town import BUSY, endless
from bench.workbench import Workbench
from chargeboard.domain.policy import Policy
from chargeboard.pipeline import StationState, snapshot, step

_SEEN_EVERY = 500
_GROWTH = 1.1


def figures(workbench: Workbench) -> Iterator[Figure]:
    """
    The snapshot's size over a long life.

    The charger is cut off 25 times a day, so that the list of its latest offline gaps, the one part that
    fills up at first, is full after the first tenth of even a quick run.
    """
    count = workbench.scaled(1_000_000, 100_000)
    state, policy, facts = StationState(), Policy(timezone=BUSY.timezone), 0
    sizes = []
    for number, frame in enumerate(islice(endless(replace(BUSY, cuts_per_day=25)), count), 1):
        facts += len(step(state, frame, policy))
        if number % _SEEN_EVERY == 0:
            sizes.append(len(snapshot(state)))
    tenth = len(sizes) // 10
    first, second, last = sizes[:tenth], sizes[tenth : 2 * tenth], sizes[-tenth:]
    yield Figure(
        name="state of one charger, the largest",
        value=max(sizes),
        unit="bytes",
        note=f"JSON of all that is remembered, every {_SEEN_EVERY} of {count:,} frames "
        f"({facts:,} facts came of them); {sizes[0]:,} at first, {sizes[-1]:,} at last",
    )
    yield at_most(
        _GROWTH,
        Figure(
            name="state of one charger, growth",
            value=median(last) / median(second),
            unit="times",
            note=f"median of the last tenth of {count:,} frames ({median(last):,.0f} bytes) over the second "
            f"({median(second):,.0f}); in the first ({median(first):,.0f}) the list of offline gaps fills up",
        ),
    )
