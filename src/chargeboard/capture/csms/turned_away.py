"""Who was turned away lately, and why? So that whoever set a charger up need not search a log."""

from __future__ import annotations

from chargeboard.domain.doorstep import MOST_TURNED_AWAY, TurnedAway
from chargeboard.time.instants import Instant

_LONGEST = 300


class TurnedAwayLately:
    """The latest few, each charger once; forgotten with the process."""

    def __init__(self) -> None:
        self._latest: list[TurnedAway] = []

    @property
    def latest(self) -> tuple[TurnedAway, ...]:
        """The latest first."""
        return tuple(self._latest)

    def add(self, station: str, why: str, at: Instant) -> None:
        """Somebody was; `station` is empty where it is not known who."""
        self.forget(station)
        told = TurnedAway(station, why if len(why) <= _LONGEST else f"{why[:_LONGEST]}…", at)
        self._latest = [told, *self._latest][:MOST_TURNED_AWAY]

    def forget(self, station: str) -> None:
        """It was let in, or is told of anew."""
        self._latest = [one for one in self._latest if one.station != station]
