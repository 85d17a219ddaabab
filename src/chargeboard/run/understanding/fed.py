"""
Are chargers heard that another system tells of?

As long as what it writes down is read. Else what they do is not known: they would be offline otherwise, by a
silence that is ours.
"""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from chargeboard.run.understanding.projector import Projector

_EVERY_S = 5.0


class Fed:
    """Has them heard, or not heard any more."""

    def __init__(self, projector: Projector, look_again: Callable[[list[str]], None]) -> None:
        """`look_again`: at chargers of whom that is otherwise than it was."""
        self._projector, self._look_again = projector, look_again
        self._are_read: dict[str, bool] = {}
        """By feed, as it was found last."""
        self._again_at = float("-inf")

    def work(self) -> bool:
        """Look whether feeds are read; whether that is otherwise than it was."""
        if monotonic() < self._again_at:
            return False
        self._again_at = monotonic() + _EVERY_S
        store, now, stations = self._projector.store, self._projector.now(), list[str]()
        for feed in store.feeds():
            is_read = feed.is_read(now)
            if self._are_read.get(feed.name) != is_read:
                stations += store.hear_fed(feed.name) if is_read else store.unhear_fed(feed.name)
                self._are_read[feed.name] = is_read
        self._look_again(stations)
        return bool(stations)
