"""Who comes to us, and is anybody let in? What the process that listens to chargers tells the others."""

from __future__ import annotations

from typing import Literal

import msgspec

from chargeboard.time.instants import Instant

MOST_TURNED_AWAY = 5


class ListeningChoice(msgspec.Struct, frozen=True, kw_only=True):
    """How chargers are listened to where no setting says it: what was chosen on the set-up page."""

    authorize: Literal["accept_all", "none"]
    """Whose card may charge."""
    is_for_network: bool = False
    """Chargers may come from other machines, and each new one waits for approval."""


class TurnedAway(msgspec.Struct, frozen=True):
    """Somebody came and was not let in. `station` is empty where it is not known who that was."""

    station: str
    why: str
    at: Instant


class Doorstep(msgspec.Struct, frozen=True, kw_only=True):
    """Where chargers are listened to, and who was turned away there lately."""

    host: str = ""
    port: int = 0
    """0: nobody is listened to."""
    is_encrypted: bool = False
    why_not: str = ""
    """Why nobody is listened to although somebody should be."""
    turned_away: tuple[TurnedAway, ...] = ()
    """The latest first, each once."""

    @property
    def listens(self) -> bool:
        """Whether chargers can connect."""
        return self.port > 0
