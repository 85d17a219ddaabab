"""What is measured on, and for how long?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from bench.system.chargers import Chargers
from bench.system.found import Found
from bench.system.serving import Served, serving
from chargeboard.demo.load import Mix


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """How many chargers, and for how long."""

    chargers: int
    quiet_s: float
    """While nobody looks."""
    watched_s: float
    """With open pages."""
    pages: int = 10
    chromium: str | None = None
    """One of the pages is open in it."""
    mix: Mix = Mix()
    speed: float = 1.0
    room_chargers: int = 12
    """Whose room on the disk is measured, over `room_days`."""
    room_days: int = 30
    slowest: int = 0
    """Of so many of the slowest pages it is told why."""
    settles_s: float = 5.0
    """After a step of chargers, before memory and open files are looked at."""
    patience_s: float = 120.0
    """Who is not back by then is not waited for."""
    understood_within_s: float = 150.0
    """What is not understood by then is not waited for; readings that nobody looks at wait two minutes."""

    @property
    def steps(self) -> list[range]:
        """The chargers that are switched on one after the other: a fifth, half, all."""
        fifth, half = max(1, self.chargers // 5), max(2, self.chargers // 2)
        return [range(fifth), range(fifth, half), range(half, self.chargers)]


class Stand(msgspec.Struct):
    """A `serve`, and the chargers that call in."""

    plan: Plan
    served: Served
    chargers: Chargers
    found: Found


@contextmanager
def stand(folder: Path, plan: Plan) -> Iterator[Stand]:
    """Over a new database in the folder."""
    with serving(folder, notes=bool(plan.slowest)) as served:
        chargers = Chargers(served.endpoint, plan.mix, plan.speed)
        try:
            yield Stand(plan, served, chargers, Found())
        finally:
            chargers.vanish()
