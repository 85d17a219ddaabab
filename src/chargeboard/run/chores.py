"""
What does the writer do between commits?

It folds the stations that were heard, keeps conclusions while nothing else is to be done, and packs what is
old. One chore at a time, so that a charger never waits for long.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from time import monotonic

from chargeboard.run.desk import Desk

_log = logging.getLogger(__name__)
_FOLD_EVERY_S = 0.5
_AGAIN_AFTER_S = 30.0
_SETTLE_EVERY_S = 60.0
_TELL_EVERY_S = 1.0
_PACK_EVERY_S = 86_400.0
_FINISH_WITHIN_S = 3.0
_BEHIND_S = 20.0
_NEVER = float("-inf")


class Chores:
    """What is left to do, the most urgent first."""

    def __init__(self, desk: Desk, *, packs: bool) -> None:
        """`packs`: old frames are put into less room."""
        self._desk, self._packs = desk, packs
        self._unfolded: dict[str, float] = {}
        """Since when a station waits to be folded, the longest first."""
        self._folded_at: dict[str, float] = {}
        self._waits: dict[str, float] = {}
        """Since when something of a station is not understood; kept while it fails."""
        self._unsettled: dict[str, float] = {}
        """When a station that has news was settled last."""
        self._settled_at: dict[str, float] = {}
        self._failed: dict[str, float] = {}
        """When to try again with a station that could not be understood."""
        self._untold: dict[str, float] = {}
        """When to try again with a line of the list that could not be made."""
        self._none_due_until = _NEVER
        self._packed_at = _NEVER
        self._to_pack: list[str] = []

    def heard(self, stations: Iterable[str], since: float) -> None:
        """There are new frames of these stations."""
        for station in stations:
            self._unfolded.setdefault(station, since)
            self._waits.setdefault(station, monotonic())

    def behind(self, now: float) -> tuple[int, float]:
        """How many stations wait to be understood for longer than they should, and the longest wait."""
        waits = [now - since for since in list(self._waits.values()) if now - since > _BEHIND_S]
        return len(waits), max(waits, default=0.0)

    def work(self) -> bool:
        """Do one chore; False where there was none that is due."""
        return self._fold_at_once() or self.fold() or self._settle() or self._tell() or self._pack()

    def fold(self) -> bool:
        """Fold the station that waits longest, if one waited long enough; so frames come in bulk."""
        now = monotonic()
        for station in [one for one, again_at in self._failed.items() if again_at <= now]:
            del self._failed[station]
            self._unfolded.setdefault(station, _NEVER)
        station, since = next(iter(self._unfolded.items()), ("", now))
        if now - since < _FOLD_EVERY_S:
            return False
        self._fold(station)
        return True

    def _fold_at_once(self) -> bool:
        """Nothing else is to be done: fold a station that was quiet before, whoever looks at it waits."""
        now = monotonic()
        quiet = (one for one in self._unfolded if now - self._folded_at.get(one, _NEVER) >= _FOLD_EVERY_S)
        if station := next(quiet, ""):
            self._fold(station)
        return bool(station)

    def finish(self) -> None:
        """Fold what was heard, as far as that is quickly done; the next start folds the rest."""
        give_up = monotonic() + _FINISH_WITHIN_S
        while self._unfolded and monotonic() < give_up:
            self._fold(next(iter(self._unfolded)))

    def _fold(self, station: str) -> None:
        del self._unfolded[station]
        self._folded_at[station] = monotonic()
        try:
            self._desk.fold(station)
        except Exception:  # noqa: BLE001 - one bad charger never harms another
            self._put_off(station)
        else:
            self._waits.pop(station, None)
            self._unsettled.setdefault(station, self._settled_at.get(station, _NEVER))

    def _settle(self) -> bool:
        now = monotonic()
        due = (station for station, at in self._unsettled.items() if now - at >= _SETTLE_EVERY_S)
        station = next(due, None)
        if station is None:
            return False
        del self._unsettled[station]
        self._settled_at[station] = now
        try:
            self._desk.settle(station)
        except Exception:  # noqa: BLE001 - one bad charger never harms another
            self._put_off(station)
        return True

    def _tell(self) -> bool:
        """Make a line of the list again that time alone made untrue, say at midnight."""
        now = monotonic()
        if now < self._none_due_until:
            return False
        due = self._desk.store.fleet_due(self._desk.now(), 1 + len(self._untold))
        station = next((one for one in due if self._untold.get(one, _NEVER) <= now), None)
        if station is None:
            self._none_due_until = now + _TELL_EVERY_S
            return False
        self._untold.pop(station, None)
        try:
            self._desk.tell(station)
        except Exception:  # noqa: BLE001 - one bad charger never harms another
            _log.exception("The line of charger %r in the list cannot be made", station)
            self._untold[station] = now + _AGAIN_AFTER_S
        return True

    def _put_off(self, station: str) -> None:
        _log.exception("The frames of charger %r could not be understood yet; they are kept", station)
        self._failed[station] = monotonic() + _AGAIN_AFTER_S

    def _pack(self) -> bool:
        """Once a day, a block at a time."""
        if not self._to_pack:
            if not self._packs or monotonic() - self._packed_at < _PACK_EVERY_S:
                return False
            self._packed_at = monotonic()
            self._to_pack = self._desk.store.stations()
        try:
            if not (self._to_pack and self._desk.pack(self._to_pack[-1], blocks=1)):
                del self._to_pack[-1:]
        except Exception:  # noqa: BLE001 - the supervised loop: what is not packed is still there
            _log.exception("Old frames could not be packed; tried again tomorrow")
            self._to_pack = []
        return bool(self._to_pack)
