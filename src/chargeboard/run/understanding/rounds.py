"""What is to be done for every charger once a day?"""

from __future__ import annotations

import logging
from collections.abc import Callable
from time import monotonic

from chargeboard.run.desk import Desk
from chargeboard.run.words import say

_log = logging.getLogger(__name__)
_TIDY_EVERY_S = 86_400.0
_NEVER = float("-inf")


class Round:
    """Once a day all chargers in turn, a bounded part at a time, while nothing else is to be done."""

    def __init__(self, failed: str, part: Callable[[str], bool]) -> None:
        """`part` of a station's work says whether there is more; `failed` codes what is told if not."""
        self._failed, self._part = failed, part
        self._begun_at = _NEVER
        self._left: list[str] = []

    def work(self, desk: Desk) -> bool:
        """Do one part; False where nothing is due."""
        if not self._left:
            if monotonic() - self._begun_at < _TIDY_EVERY_S:
                return False
            self._begun_at = monotonic()
            self._left = desk.store.stations()
        try:
            if not (self._left and self._part(self._left[-1])):
                del self._left[-1:]
        except Exception:  # noqa: BLE001 - the supervised loop: what was left is still there
            _log.exception(say(self._failed, station=repr(self._left[-1])))
            del self._left[-1:]
        return bool(self._left)
