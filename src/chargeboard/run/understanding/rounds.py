"""What is to be done for every charger once a day, or more often?"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from time import monotonic

from chargeboard.domain.records import Away
from chargeboard.ports.store import Store
from chargeboard.run.understanding.part import Part
from chargeboard.run.understanding.projector import Projector
from chargeboard.run.understanding.worse import keep_worse
from chargeboard.run.upkeep.packing import pack
from chargeboard.run.upkeep.shrinking import shrink
from chargeboard.run.words import say

_log = logging.getLogger(__name__)
_TIDY_EVERY_S = 86_400.0
_FIRST_MONTHS_S, _MONTHS_EVERY_S = 60.0, 1_800.0
"""So often it is seen whether a month is over, or is to be made again for what came late."""
_COHORTS_EVERY_S = 3_600.0
_NEVER = float("-inf")


class Round:
    """Now and then all chargers in turn, a bounded part at a time, while nothing else is to be done."""

    def __init__(
        self,
        failed: str,
        part: Callable[[str], bool],
        owns: Callable[[str], bool] = lambda _: True,
        *,
        every_s: float = _TIDY_EVERY_S,
        first_after_s: float = 0,
    ) -> None:
        """
        `part` of a station's work says whether there is more; `failed` codes what is told if not; `owns`
        says whose work it is to do here. `first_after_s`: so long after a start.
        """
        self._failed, self._part, self._owns, self._every_s = failed, part, owns, every_s
        self._begun_at = monotonic() + first_after_s - every_s if first_after_s else _NEVER
        self._behind: str | None = None
        """Behind whom it goes on, by id; None between two rounds."""

    def work(self, store: Store) -> bool:
        """Do one part; False where nothing is due."""
        if self._behind is None:
            if monotonic() - self._begun_at < self._every_s:
                return False
            self._begun_at, self._behind = monotonic(), ""
        station = store.station_after(self._behind)
        if station is None:
            self._behind = None
            return False
        try:
            is_more = self._owns(station) and self._part(station)
        except Away:
            raise
        except Exception:  # noqa: BLE001 - the supervised loop: what was left is still there
            _log.exception(say(self._failed, station=repr(station)), extra={"charger": station})
            is_more = False
        if not is_more:
            self._behind = station
        return True


class OfAll:
    """Now and then something of all chargers together, while nothing else is to be done."""

    def __init__(
        self, failed: str, whole: Callable[[], None], *, every_s: float, first_after_s: float
    ) -> None:
        """`failed` codes what is told if it fails."""
        self._failed, self._whole, self._every_s = failed, whole, every_s
        self._next_at = monotonic() + first_after_s

    def work(self, _: Store) -> bool:
        """Do it; False where it is not due."""
        if monotonic() < self._next_at:
            return False
        try:
            self._whole()
        except Away:
            raise
        except Exception:  # noqa: BLE001 - the supervised loop: it is due again
            _log.exception(say(self._failed))
        self._next_at = monotonic() + self._every_s
        return True


def all_rounds(projector: Projector, part: Part, *, packs: bool) -> list[Round | OfAll]:
    """Those of one store, for the chargers of a part; `packs`: old frames are put into less room."""
    store, now, rounds = projector.store, projector.now, list[Round | OfAll]()
    if projector.lets_go:
        rounds.append(Round("not_deleted", projector.let_go, part.owns))
    months = Round(
        "no_official_month",
        projector.keep_month,
        part.owns,
        every_s=_MONTHS_EVERY_S,
        first_after_s=_FIRST_MONTHS_S,
    )
    rounds.append(months)
    if part.has_chores:
        worse = partial(keep_worse, store, now)
        rounds.append(OfAll("no_cohorts", worse, every_s=_COHORTS_EVERY_S, first_after_s=_FIRST_MONTHS_S))
    if packs:
        rounds.append(Round("not_packed", lambda one: pack(store, one, now(), blocks=1) > 0, part.owns))
    if packs and part.has_chores:
        rounds.append(Round("not_shrunk", lambda _: shrink(store)))
    return rounds
