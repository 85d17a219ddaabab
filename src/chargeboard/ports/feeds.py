"""What is asked of how far the feeds of other systems are read?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Protocol

from chargeboard.domain.feeds import ChosenFeed, Feed


class FeedsPort(Protocol):
    """A row for each feed. Where reading goes on is written in the commit of what was read."""

    def chosen_feeds(self) -> list[ChosenFeed]:
        """Those that `serve` reads besides the ones that settings name."""

    def put_chosen_feeds(self, chosen: Sequence[ChosenFeed]) -> None: ...

    def feeds(self) -> list[Feed]:
        """All that were ever read, by name."""

    def feed(self, name: str) -> Feed | None: ...

    def advance_feed(self, before: str, feed: Feed) -> None:
        """
        It was read from the cursor `before` so far; "" where it was never read.

        Raises: Overtaken where that is not so any more: nothing of this commit may be kept.
        """

    def tell_feed(self, feed: Feed) -> None:
        """How it does, also where it was never read; how far it was read stays."""

    def add_fed(self, name: str, stations: Collection[str]) -> None:
        """
        The feed speaks of these chargers; to be told before their first frames are kept.

        Those that are known otherwise, and not from logs alone, are heard without it.
        """

    def fed_by(self, name: str) -> list[str]:
        """Of which chargers it speaks, by id."""

    def hear_fed(self, name: str) -> list[str]:
        """It is read: its chargers are heard. Of which of them that was not so."""

    def unhear_fed(self, name: str) -> list[str]:
        """
        It is not read: chargers of which it alone speaks are known from what it told, as from a log.

        Of which of them that was not so before.
        """

    def feeds_of(self, station: str) -> list[Feed]:
        """Which feeds speak of the charger, by name."""
