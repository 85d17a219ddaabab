"""
What is a word of a vocabulary?

A word is one row: its meaning is said by its key in the room of its table, what to do by `KEY_action`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import msgspec

from chargeboard.domain.codes import Party

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

    @property
    def sentences(self) -> tuple[str, str]:
        """What it means, and what to do."""
        return self.meaning, self.action


def texts(table: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """What a room says of its table: what each word means, and what to do where there is something."""
    actions = {f"{key}_action": action for key, (_, action) in table.items() if action}
    return {key: meaning for key, (meaning, _) in table.items()} | actions
