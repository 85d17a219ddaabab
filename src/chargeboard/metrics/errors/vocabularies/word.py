"""What is a word of a vocabulary?"""

from __future__ import annotations

from typing import Final, Literal

import msgspec

Party = Literal["driver", "operator", "charger", "car"]
"""Who resolves it: the EV user, the station operator, the EVSE and its maker, the EV and its maker."""

LOCK_ACTION: Final = (
    "Check plug, inlet and lock for dirt and wear; unlock it remotely, then test with another car."
)
ISOLATION_ACTION: Final = (
    "Try another car; if it repeats, take the socket out of service and have it measured."
)


class Word(msgspec.Struct, frozen=True, array_like=True):
    """One code: its name, what it means, what to do, and whose turn it is."""

    name: str
    meaning: str
    action: str
    turn: tuple[Party, ...] = ()
