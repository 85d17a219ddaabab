"""Does the process that listens still keep what it hears? Told to the process that serves the page."""

from __future__ import annotations

from multiprocessing.context import BaseContext
from typing import Any

import msgspec

from chargeboard.domain.doorstep import Doorstep
from chargeboard.domain.figures.impairment import Impairment
from chargeboard.run.measuring.told import Readings
from chargeboard.run.receiving.shared_word import SharedWord

_ROOM, _DOORSTEP_ROOM = 4096, 8192
_MOST_SAID = 600


class Health:
    """What two processes share, so that a full disk can be spoken of, and a charger that was turned away."""

    def __init__(self, context: BaseContext, readings: Readings | None = None) -> None:
        """`readings`: where numbers are told; None: those are told to nobody else."""
        self.readings = readings or Readings(context)
        self._impairment = SharedWord(context, Impairment, _ROOM)
        self._doorstep = SharedWord(context, Doorstep, _DOORSTEP_ROOM)
        self._of_file = SharedWord(context, Impairment, _ROOM)
        self._connected: Any = context.Value("i", 0, lock=False)

    @property
    def impairment(self) -> Impairment:
        """What is wrong at the moment."""
        return self._impairment.told

    @property
    def whole(self) -> Impairment:
        """That, and what who looks after the file found."""
        found = self._of_file.told
        return self.impairment.with_file(damage=found.damage, backup=found.backup, days_left=found.days_left)

    @property
    def doorstep(self) -> Doorstep:
        """Where chargers are listened to, and who was turned away."""
        return self._doorstep.told

    @property
    def connected(self) -> int:
        """How many chargers are connected."""
        return int(self._connected.value)

    def tell(self, impairment: Impairment, connected: int) -> None:
        """Replace what is wrong, and how many are connected."""
        short = msgspec.structs.replace(impairment, why=_short(impairment.why))
        self._impairment.tell(short if impairment else None)
        self._connected.value = connected

    def tell_of_file(self, impairment: Impairment) -> None:
        """Replace what is wrong with the file, or will be."""
        self._of_file.tell(
            Impairment().with_file(
                damage=_short(impairment.damage),
                backup=_short(impairment.backup),
                days_left=impairment.days_left,
            )
        )

    def tell_doorstep(self, doorstep: Doorstep) -> None:
        """Replace what is told of those who come; where it has no room, the older are left out."""
        while not self._doorstep.tell(doorstep) and doorstep.turned_away:
            doorstep = msgspec.structs.replace(doorstep, turned_away=doorstep.turned_away[:-1])


def _short(text: str) -> str:
    return text.encode()[:_MOST_SAID].decode(errors="ignore")
