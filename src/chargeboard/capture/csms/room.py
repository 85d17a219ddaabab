"""
How much may chargers have us hold that is not on the disk yet?

Parts of messages whose end has not come, messages that wait, and those on their way to the journal. Where
all together become too much, the connection that holds the most makes way; its charger comes back.
"""

from __future__ import annotations

import logging
from typing import Protocol

from chargeboard.capture.csms.words import say

_log = logging.getLogger(__name__)


class Holder(Protocol):
    """A connection."""

    station: str

    def make_way(self) -> None:
        """End at once."""


class Room:
    """What the connections of one listener hold."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._held: dict[Holder, int] = {}
        self.held_bytes = 0
        """By all of them."""
        self.cut = 0
        """How many connections had to make way."""

    def holds(self, who: Holder, size: int) -> None:
        """A connection holds so much now."""
        self.held_bytes += size - self._held.get(who, 0)
        if size:
            self._held[who] = size
        else:
            self._held.pop(who, None)
        while self.held_bytes > self._most:
            largest = max(self._held, key=self._held.__getitem__)
            _log.warning(
                say("unfinished_too_much", station=repr(largest.station), held=self._held[largest]),
                extra={"charger": largest.station},
            )
            self.held_bytes -= self._held.pop(largest)
            self.cut += 1
            largest.make_way()
