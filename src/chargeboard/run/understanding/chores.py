"""
What is to be understood next?

One bounded part of work at a time, of one charger; whoever waits longest comes first, and who has more gets
in line again. Folding and the rest take turns, so that neither holds up the other.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from time import monotonic

from chargeboard.domain.figures.trouble import Behind
from chargeboard.run.desk import Desk
from chargeboard.run.understanding.settling import LongSettlement, Settling
from chargeboard.run.upkeep.hiding import Hider
from chargeboard.run.upkeep.shrinking import shrink
from chargeboard.run.words import say
from chargeboard.time.instants import SECOND, Instant

_log = logging.getLogger(__name__)
_FOLD_EVERY_S = 0.5
_AGAIN_AFTER_S = 30.0
_TELL_EVERY_S = 1.0
_LOOK_THROUGH_EVERY_S = 600.0
_TIDY_EVERY_S = 86_400.0
_FINISH_WITHIN_S = 3.0
_HIDE_EVERY = 4
"""Of so many turns one is for hiding, while there is something to hide."""
_BEHIND = 20 * SECOND
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


class Chores:
    """What is left to do, the most urgent first."""

    def __init__(
        self, desk: Desk, *, packs: bool, long: LongSettlement | None = None, hider: Hider | None = None
    ) -> None:
        """
        `packs`: old frames are put into less room; `long` settles what is too long for a part; `hider` hides
        what was kept by other rules.
        """
        self._desk, self._hider = desk, hider
        self._unfolded: dict[str, None] = {}
        """Who was heard, in that order."""
        self._more: dict[str, None] = {}
        """Of whom a part is folded, and there is more, in the order of their turns."""
        self._folded_at: dict[str, float] = {}
        self._waits: dict[str, Instant] = {}
        """Since when something of a station is not understood; kept while it fails."""
        self._settling = Settling(desk, long)
        self._failed: dict[str, float] = {}
        """When to try again with a station that could not be understood."""
        self._untold: dict[str, float] = {}
        """When to try again with a line of the list that could not be made."""
        self._none_due_until = _NEVER
        self._looked_through_at = monotonic()
        self._hide_at = _NEVER
        self._rounds = [Round("not_deleted", desk.let_go)]
        if packs:
            self._rounds.append(Round("not_packed", lambda station: bool(desk.pack(station, blocks=1))))
            self._rounds.append(Round("not_shrunk", lambda _: shrink(desk.store)))
        self._turn = 0
        if desk.watch is not None:
            desk.watch.is_understood = self._is_caught_up
        self._alert_at = _NEVER

    def heard(self, stations: Iterable[str], since: Instant) -> None:
        """There are frames of these stations that are new since then."""
        for station in stations:
            self._unfolded.setdefault(station)
            self._waits.setdefault(station, since)

    def behind(self, now: Instant) -> Behind:
        """Who waits to be understood for longer than that should take."""
        waits = [(since, station) for station, since in list(self._waits.items()) if now - since > _BEHIND]
        if not waits:
            return Behind()
        since, slowest = min(waits)
        return Behind(len(waits), since, slowest)

    def work(self) -> bool:
        """Do one bounded part; False where nothing is due."""
        self._turn += 1
        if self._turn % _HIDE_EVERY == 0 and self._hide():
            return True
        kinds = (self._fold, self._settling.work, self._tell, self._alert)
        if self._turn % 2:
            kinds = (*kinds[1:], kinds[0])
        return (
            any(kind() for kind in kinds) or self._hide() or any(one.work(self._desk) for one in self._rounds)
        )

    def finish(self) -> None:
        """Fold what was heard, as far as that is quickly done; the next start folds the rest."""
        self._settling.stop()
        give_up = monotonic() + _FINISH_WITHIN_S
        while (self._unfolded or self._more) and monotonic() < give_up:
            self._fold_part(next(iter(self._unfolded or self._more)))

    def _fold(self) -> bool:
        """A part of who waits longest: new frames, and in between those of whom there is more."""
        now = monotonic()
        if now - self._looked_through_at > _LOOK_THROUGH_EVERY_S:
            self._look_through(now)
        for station in [one for one, again_at in self._failed.items() if again_at <= now]:
            del self._failed[station]
            self._unfolded.setdefault(station)
        # who was folded a moment ago waits, so that frames come in bulk
        due = (one for one in self._unfolded if now - self._folded_at.get(one, _NEVER) >= _FOLD_EVERY_S)
        heard, more = next(due, ""), next(iter(self._more), "")
        station = more if more and (not heard or self._turn % 4 < 2) else heard
        if station:
            self._fold_part(station)
        return bool(station)

    def _look_through(self, now: float) -> None:
        """Frames may be there of which nobody told: of a program that was ended before it understood them."""
        self._looked_through_at = now
        for station, since in self._desk.store.unfolded():
            self.heard([station], since)

    def _fold_part(self, station: str) -> None:
        self._unfolded.pop(station, None)
        self._more.pop(station, None)
        self._folded_at[station] = monotonic()
        try:
            part = self._desk.fold_some(station)
        except Exception:  # noqa: BLE001 - one bad charger never harms another
            _log.exception(say("not_understood_yet", station=repr(station)))
            self._failed[station] = monotonic() + _AGAIN_AFTER_S
            return
        self._settling.heard(station, part.facts, is_idle=part.is_idle)
        if not part.is_all:
            self._more[station] = None
        elif station not in self._unfolded:
            self._waits.pop(station, None)

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
        if self._settling.tells(station):
            self._untold[station] = now + _AGAIN_AFTER_S
            return True
        try:
            self._desk.tell(station)
        except Exception:  # noqa: BLE001 - one bad charger never harms another
            _log.exception(say("line_not_made", station=repr(station)))
            self._untold[station] = now + _AGAIN_AFTER_S
        return True

    def _alert(self) -> bool:
        """Tell what the rules of alerts have waited for."""
        now = monotonic()
        if self._desk.watch is None or now < self._alert_at:
            return False
        self._alert_at = now + _TELL_EVERY_S
        try:
            return self._desk.watch.work(self._desk.tell)
        except Exception:  # noqa: BLE001 - the supervised loop: what is due is so at the next turn, too
            _log.exception(say("alerts_not_due"))
            self._alert_at = now + _AGAIN_AFTER_S
            return False

    def _is_caught_up(self, station: str) -> bool:
        """Whether nothing of a station waits to be folded."""
        return not (station in self._unfolded or station in self._more or station in self._failed)

    def _hide(self) -> bool:
        """A part of what was kept by other rules of privacy."""
        if self._hider is None or monotonic() < self._hide_at:
            return False
        try:
            is_done, station = self._hider.work(self._is_understood)
        except Exception:  # noqa: BLE001 - the supervised loop: what is not hidden is tried again
            _log.exception(say("not_hidden_yet"))
            self._hide_at = monotonic() + _AGAIN_AFTER_S
            return False
        if station:
            self.heard([station], self._desk.now())
        return is_done

    def _is_understood(self, station: str) -> bool:
        """Whether a station's frames were folded again, or cannot be."""
        if station in self._failed:
            return True
        return station not in self._more and not self._desk.store.needs_refold(station)
