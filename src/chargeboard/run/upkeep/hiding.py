"""
What was kept by other rules of privacy than today's: how far is it hidden again?

A part at a time, while other work goes on; what a station's changed frames led to is computed again. In the
end the lines that could not be read are gone through, and what the file holds in its free parts is wiped.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from time import monotonic

from chargeboard.ports.store import Store
from chargeboard.run.words import say

_log = logging.getLogger(__name__)
_LOOK_EVERY_S = 60.0
MOST_WIPED_BYTES = 256 << 20
"""A larger file is not wiped while others use it: that would keep chargers waiting."""


class Hider:
    """Hides what is kept, a part at a time."""

    def __init__(self, store: Store, hide_lines: Callable[[], int]) -> None:
        """`hide_lines` goes through the lines that could not be read."""
        self._store, self._hide_lines = store, hide_lines
        self._left: list[str] | None = None
        self._of = 0
        self._changed: set[str] = set()
        self._look_at = float("-inf")

    @property
    def told(self) -> str:
        """How far it is, in words; empty where nothing is left to do."""
        if self._left:
            return say("hiding_older", done=self._of - len(self._left), n=self._of)
        return ""

    def work(self, is_understood: Callable[[str], bool] = lambda _: True) -> tuple[bool, str]:
        """
        Do one part: whether there was one to do, and a station whose frames are to be understood again.

        `is_understood` tells whether that is done.
        """
        if self._left is None:
            if monotonic() < self._look_at:
                return False, ""
            return self._look(), ""
        if self._left:
            return True, self._hide(self._left[-1])
        if not all(map(is_understood, self._changed)):
            return False, ""
        self._finish()
        return True, ""

    def _look(self) -> bool:
        self._look_at = monotonic() + _LOOK_EVERY_S
        left = self._store.unhidden()[::-1]
        if not left and self._store.is_hidden and self._store.is_wiped:
            return False
        self._left, self._of = left, len(left)
        if left:
            _log.info(say("hidden_again", n=len(left)))
        return True

    def _hide(self, station: str) -> str:
        assert self._left is not None  # noqa: S101 - who calls has looked
        is_changed = self._store.hide_some(station)
        if is_changed is None:
            return ""
        self._left.pop()
        if not is_changed:
            return ""
        self._changed.add(station)
        return station

    def _finish(self) -> None:
        self._left = None
        self._changed.clear()
        if not self._store.is_hidden:
            self._hide_lines()
            self._store.all_hidden()
        if self._store.is_wiped:
            return
        if self._store.size_bytes > MOST_WIPED_BYTES or not self._store.has_room_to_be_wiped:
            _log.warning(say("hidden_not_wiped"))
            self._look_at = float("inf")
            return
        if self._store.wipe_while_used():
            _log.info(say("hidden_and_wiped"))


def hide_all(store: Store, told: Callable[[int, int], None]) -> list[str]:
    """Hide what is kept, to the end; the stations whose frames have to be understood again."""
    left = store.unhidden()
    changed = []
    for done, station in enumerate(left):
        told(done, len(left))
        while (is_changed := store.hide_some(station)) is None:
            pass
        if is_changed:
            changed.append(station)
    return changed
