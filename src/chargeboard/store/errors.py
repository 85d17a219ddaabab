"""What can go wrong with a store, and what can its owner do about it?"""

from __future__ import annotations

from pathlib import Path

from chargeboard.domain.records import Away, Unavailable
from chargeboard.domain.terminal import command
from chargeboard.store.words import say


class StoreError(Unavailable):
    """Says what happened, where, and what to do."""

    def __init__(self, what: str, where: str, what_to_do: str, lasted_s: float | None = None) -> None:
        super().__init__(f"{what}: {where}\n{what_to_do}")
        self.what = what
        self.where = where
        self.what_to_do = what_to_do
        self.lasted_s = lasted_s


class StoreAwayError(StoreError, Away):
    """Its server cannot be reached."""


def no_folder(path: str) -> StoreError:
    """A file that is to be made has no folder to be in."""
    parent = Path(path).parent
    return StoreError(say("no_folder"), path, command("Make it: mkdir -p", str(parent)))
