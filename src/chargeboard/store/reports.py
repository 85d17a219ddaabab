"""What does a store say of itself?"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from chargeboard.store.beside import KEY


class Finding(msgspec.Struct, frozen=True):
    """One check: how it is, and what to do where it is not well."""

    level: Literal["ok", "warning", "error"]
    text: str
    what_to_do: str = ""


class Holdings(msgspec.Struct, frozen=True):
    """How much it holds."""

    stations: int
    frames: int
    facts: int
    sessions: int


class Restored(msgspec.Struct, frozen=True):
    """What came of putting a backup in its place."""

    holdings: Holdings
    kept: Path | None
    """Where what was replaced lies; None where there was nothing."""
    brought: list[str]
    """What was brought along, by the ends of the names."""

    @property
    def brought_key(self) -> bool:
        """Whether the key of the id tokens was."""
        return KEY in self.brought
