"""Whom does a process understand?"""

from __future__ import annotations

from typing import Protocol


class Part(Protocol):
    """A part of the chargers, where several processes share them."""

    def owns(self, station: str, /) -> bool:
        """Whether the charger is in it."""

    @property
    def has_chores(self) -> bool:
        """Whether what is done once for all chargers is done here."""


class Whole:
    """Where one process understands everybody."""

    has_chores = True

    def owns(self, _: str) -> bool:
        """Each is."""
        return True


WHOLE = Whole()
