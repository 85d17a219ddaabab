"""How is a page served beside others, and what does it tell of all processes?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Protocol

from chargeboard.cli.place import Place
from chargeboard.cli.server.awaited import store_awaited
from chargeboard.cli.server.knowing import knows
from chargeboard.domain.doorstep import Doorstep
from chargeboard.domain.figures.impairment import Impairment
from chargeboard.run.clock import now
from chargeboard.run.members.presence import Presence
from chargeboard.run.members.team import Team


class Told(Protocol):
    """What the other processes tell of themselves."""

    @property
    def impairment(self) -> Impairment: ...

    @property
    def doorstep(self) -> Doorstep: ...

    def tell_of_file(self, impairment: Impairment) -> None:
        """What is wrong with what everything is kept in."""


@contextmanager
def one_of_several(place: Place, rests: Callable[[float], bool]) -> Iterator[Team]:
    """A process that serves the page beside others, while this is open; `rests` as of `store_awaited`."""
    with store_awaited(place, rests=rests) as store, store_awaited(place, rests=rests) as asked:
        team = Team(store.members, now)
        with Presence(asked, "web", now, lambda: team.told, knows()):
            yield team
