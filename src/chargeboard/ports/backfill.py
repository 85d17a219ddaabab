"""What is asked of how far a backfill is?"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Protocol


class BackfillPort(Protocol):
    """
    Files that were taken in to their end, and parts of those that are being taken in.

    What is noted is as durable as the frames, and goes where they go: a backup that is restored knows of what
    it holds.
    """

    def backfilled(self, names: Collection[str]) -> dict[str, str]:
        """Which of these were noted, and with which word."""

    def note_backfilled(self, words: Mapping[str, str]) -> None:
        """Note these names, each with a word."""

    def drop_backfilled(self, names: Collection[str]) -> None:
        """They are noted no more."""
