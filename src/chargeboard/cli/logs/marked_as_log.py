"""How is it known of a charger that logs alone tell of it?"""

from __future__ import annotations

from collections.abc import Sequence

from chargeboard.capture.gathering import Keeper
from chargeboard.domain.frame import Frame
from chargeboard.ports.collector import CollectorPort


class MarkedAsLog:
    """Says that a log alone tells of a charger before its first frame is kept: a kill may come between."""

    def __init__(self, keeper: Keeper, store: CollectorPort, heard: set[str]) -> None:
        """`heard`: of these something else told before."""
        self._keeper, self._store, self._known = keeper, store, heard
        self.begin_delivery, self.kept = keeper.begin_delivery, keeper.kept

    def keep(self, station: str, frames: Sequence[Frame]) -> None:
        if station not in self._known:
            self._known.add(station)
            self._store.put_log(station, is_log=True)
        self._keeper.keep(station, frames)
