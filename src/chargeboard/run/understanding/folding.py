"""
Whose frames are folded next, and of how many chargers in one write?

Who waits longest comes first, and who has more than a part gets in line again. News of many are gathered for
one write, and what changes no figure but that of the moment waits for more; neither while somebody looks.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Iterable
from time import monotonic

from chargeboard.domain.figures.impairment import Behind
from chargeboard.domain.readings import Reading
from chargeboard.domain.records import Away
from chargeboard.run.understanding.due import Due
from chargeboard.run.understanding.folded import Folded
from chargeboard.run.understanding.part import WHOLE, Part
from chargeboard.run.understanding.projector import Projector
from chargeboard.run.words import say
from chargeboard.time.instants import NEVER, SECOND, Instant

_log = logging.getLogger(__name__)
_EVERY_S = 0.5
_ROUTINE_EVERY_S = 120.0
"""What changes no figure but that of the moment waits for so long, unless somebody looks."""
_ROUTINE_AT_FIRST_S, _AT_FIRST_S = 15.0, 120.0
"""No longer than this in the first minutes: until then all that was left when we ended is understood."""
_GATHER_S = 0.25
_TOGETHER_S = 4.0
"""Of those that may wait as many are due at once as are in so many seconds."""
_LOOKED_AT_S = 5.0
_MOST_LOOKED_AT = 5_000
_TOGETHER = 64
"""So many chargers are folded in one write: nobody else can write meanwhile."""
_AGAIN_AFTER_S = 30.0
_LOOK_THROUGH_EVERY_S = 600.0
_FINISH_WITHIN_S = 3.0
_BEHIND = 20 * SECOND
_NEVER = float("-inf")


class Folding:
    """The chargers of whom there are frames that were not understood, in turn."""

    def __init__(self, projector: Projector, tell: Callable[[str, Folded], None], part: Part = WHOLE) -> None:
        """`tell` is told what was folded of a charger; `part`: of whom this is done."""
        self._projector, self._tell, self._part = projector, tell, part
        self._unfolded = Due()
        """Who was heard."""
        self._more: OrderedDict[str, None] = OrderedDict()
        """Who is folded alone: of whom a part is, and there is more. In the order of their turns."""
        self._folded_at: dict[str, float] = {}
        self._starts_until = _NEVER
        self._gathers_until = _NEVER
        """Chargers that are due wait for others until then, unless somebody looks at one of them."""
        self._looked_at: dict[str, float] = {}
        """At whom somebody looks, and until when that is taken to be so."""
        self._frames = 0
        """So many were folded."""
        self._waits: dict[str, Instant] = {}
        """Since when something of a station is not understood; kept while it fails."""
        self._failed: dict[str, float] = {}
        """When to try again with a station that could not be understood."""
        self._looked_through_at = monotonic()

    def start(self) -> None:
        """Begin with what was kept before and is not understood."""
        now = monotonic()
        self._look_through(now)
        self._starts_until = now + _AT_FIRST_S

    def heard(self, stations: Iterable[str], since: Instant, *, is_routine: bool = False) -> None:
        """There are frames of these stations that are new since then; `is_routine`: they may wait."""
        now = monotonic()
        routine_s = _ROUTINE_AT_FIRST_S if now < self._starts_until else _ROUTINE_EVERY_S
        for station in filter(self._part.owns, stations):
            is_watched = self._looked_at.get(station, _NEVER) > now or self._is_missed(station)
            waits = is_routine and not is_watched
            pause_s = routine_s if waits else _EVERY_S
            # who was folded a moment ago waits, so that frames come in bulk
            due_at = self._folded_at.get(station, _NEVER) + pause_s
            if due_at <= now:
                self._unfolded.by(station, _NEVER if is_watched else now)
            else:
                self._unfolded.by(station, due_at // _TOGETHER_S * _TOGETHER_S if waits else due_at)
            if is_watched:
                self._gathers_until = _NEVER
            behind_from = since + round(pause_s * SECOND) if waits else since
            self._waits[station] = min(behind_from, self._waits.get(station, NEVER))

    def looked_at(self, stations: Iterable[str]) -> None:
        """Somebody looks at these: what waits of them does no longer, and for a while nothing will."""
        now = monotonic()
        if len(self._looked_at) > _MOST_LOOKED_AT:
            self._looked_at = {station: until for station, until in self._looked_at.items() if until > now}
        for station in filter(self._part.owns, stations):
            self._looked_at[station] = now + _LOOKED_AT_S
            if station in self._more:
                self._more.move_to_end(station, last=False)
            elif station in self._unfolded or (
                station not in self._failed and self._projector.store.is_behind(station)
            ):
                self._unfolded.by(station, _NEVER)
                self._gathers_until = _NEVER

    def is_looked_at(self, station: str) -> bool:
        """Whether somebody looks at it now."""
        return self._looked_at.get(station, _NEVER) > monotonic()

    def is_any_watched(self, stations: Iterable[str]) -> bool:
        """Whether somebody looks at one of these, or did a moment ago, or waits to hear that it is back."""
        return any(station in self._looked_at or self._is_missed(station) for station in stations)

    def _is_missed(self, station: str) -> bool:
        """Whether somebody waits to hear that it is back."""
        return self._projector.watch is not None and self._projector.watch.is_away(station)

    def readings(self, now: Instant) -> list[Reading]:
        """Who waits, and what was folded since it began."""
        waits = list(self._waits.values())
        lag = max(0, now - min(waits, default=now))
        return [
            Reading("chargeboard_chargers_waiting", len(waits)),
            Reading("chargeboard_understanding_lag_seconds", lag / SECOND),
            Reading("chargeboard_frames_understood_total", self._frames),
        ]

    def behind(self, now: Instant) -> Behind:
        """Who waits to be understood for longer than that should take."""
        if now - min(self._waits.values(), default=NEVER) <= _BEHIND:
            return Behind()
        waits = [(since, station) for station, since in list(self._waits.items()) if now - since > _BEHIND]
        if not waits:
            return Behind()
        since, slowest = min(waits)
        return Behind(len(waits), since, slowest)

    @property
    def is_any_awaited(self) -> bool:
        """Whether somebody looks at a charger that is to be folded."""
        return self._unfolded.is_any(_NEVER)

    @property
    def is_any_due(self) -> bool:
        """Whether anybody waits to be folded, and no longer for others."""
        now = monotonic()
        return bool(self._more) or (now >= self._gathers_until and self._unfolded.is_any(now))

    def finish(self) -> None:
        """Fold what was heard, as far as that is quickly done; the next start folds the rest."""
        give_up = monotonic() + _FINISH_WITHIN_S
        while (self._unfolded or self._more) and monotonic() < give_up:
            if self._unfolded:
                self._fold_together(self._unfolded.pop(NEVER, _TOGETHER))
            else:
                self._fold_part(next(iter(self._more)))

    def work(self, *, rather_more: bool) -> bool:
        """
        A part of who waits longest; False where nobody is due.

        `rather_more`: of those of whom there is more, and otherwise of who was heard since.
        """
        if self.is_any_awaited:
            # who looks does not wait for others to be folded in the same write
            self._fold_together(self._unfolded.pop(_NEVER, _TOGETHER))
            return True
        now = monotonic()
        if now - self._looked_through_at > _LOOK_THROUGH_EVERY_S:
            self._look_through(now)
        for station in [one for one, again_at in self._failed.items() if again_at <= now]:
            del self._failed[station]
            self._unfolded.by(station, now)
        more = next(iter(self._more), "")
        if more and (rather_more or not self._unfolded.is_any(now)):
            self._fold_part(more)
            return True
        if now < self._gathers_until or not self._unfolded.is_any(now):
            return False
        self._fold_together(self._unfolded.pop(now, _TOGETHER))
        return True

    def take_along(self, stations: list[str]) -> None:
        """Fold what waits: it may tell that they are there."""
        waiting = [station for station in stations if station in self._unfolded]
        for station in waiting:
            self._unfolded.drop(station)
        for begin in range(0, len(waiting), _TOGETHER):
            self._fold_together(waiting[begin : begin + _TOGETHER])

    def look_through_soon(self) -> None:
        """Somebody may have spoken of whom nobody told. Any thread may say so."""
        self._looked_through_at = _NEVER

    def _look_through(self, now: float) -> None:
        """Frames may be there of which nobody told: of a program that was ended before it understood them."""
        self._looked_through_at = now
        for station, since in self._projector.store.unfolded():
            self.heard([station], since)

    def is_caught_up(self, station: str) -> bool:
        """Whether nothing of a station waits to be folded; what does, waits no longer."""
        if not self._part.owns(station):
            return not self._projector.store.is_behind(station)
        if station in self._unfolded:
            self._unfolded.by(station, _NEVER)
            return False
        return station not in self._more and station not in self._failed

    def is_understood(self, station: str) -> bool:
        """Whether a station's frames were folded again, or cannot be."""
        if station in self._failed:
            return True
        return station not in self._more and not self._projector.store.needs_refold(station)

    def _fold_together(self, stations: list[str]) -> None:
        """Fold many in one write, and have those that cannot be folded so have turns of their own."""
        self._gathers_until = monotonic() + _GATHER_S if len(stations) < _TOGETHER else _NEVER
        try:
            parts = self._projector.fold_together(stations)
        except Away:
            raise
        except Exception:  # noqa: BLE001 - one bad charger never harms another
            parts = {}
        for station in stations:
            if station in parts:
                self._is_folded(station, parts[station])
            else:
                self._more[station] = None
                if station in self._looked_at:
                    self._more.move_to_end(station, last=False)

    def _fold_part(self, station: str) -> None:
        self._more.pop(station, None)
        self._unfolded.drop(station)
        try:
            part = self._projector.fold_some(station)
        except Away:
            raise
        except Exception:  # noqa: BLE001 - one bad charger never harms another
            _log.exception(say("not_understood_yet", station=repr(station)))
            self._failed[station] = monotonic() + _AGAIN_AFTER_S
            return
        self._is_folded(station, part)

    def _is_folded(self, station: str, part: Folded) -> None:
        self._folded_at[station] = monotonic()
        self._frames += part.frames
        self._tell(station, part)
        if not part.is_all:
            self._more[station] = None
        elif station not in self._unfolded:
            self._waits.pop(station, None)
