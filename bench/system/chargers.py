"""Who switches the fleets of the bench on and off, and what do they count together?"""

from __future__ import annotations

import os
import signal
import threading
import time
from functools import reduce

from bench.system.serving import took_s
from chargeboard.demo.load import Fleet, Mix, Tally, Wanted
from chargeboard.run.clock import now

_AFTER_BOOT = "StatusNotification"


class Chargers:
    """All chargers that are switched on, in processes of their own."""

    def __init__(self, address: str, mix: Mix, speed: float) -> None:
        self._address, self._mix, self._speed = address, mix, speed
        self._living: list[_Followed] = []
        self._past = Tally()

    @property
    def tally(self) -> Tally:
        """What all have counted so far, those that were switched off included."""
        return reduce(Tally.with_, (one.tally for one in self._living), self._past)

    @property
    def pids(self) -> list[int]:
        """Of their processes."""
        return [pid for one in self._living for pid in one.pids]

    def switch_on(self, numbers: range) -> None:
        """They call in, all at once."""
        one = _Followed(Wanted(self._address, self._mix, self._speed, numbers))
        self._living.append(one)
        one.start()

    def late_s(self, since: float) -> float:
        """By how much any spoke later than it was to, since that moment of the monotonic clock."""
        return max((late_s for one in self._living for at, late_s in one.late if at >= since), default=0.0)

    def booted_s(self, since: Tally, many: int, within_s: float) -> float | None:
        """Seconds until so many have connected and booted since: a status comes after the boot."""

        def are_in() -> bool:
            lately = self.tally.since(since)
            return min(lately.connections, lately.sent.get(_AFTER_BOOT, 0)) >= many

        return took_s(are_in, within_s)

    def again_s(self, since: Tally, many: int, within_s: float) -> float | None:
        """Seconds until so many have connected again since."""
        return took_s(lambda: self.tally.connections - since.connections >= many, within_s)

    def switch_off(self) -> None:
        """All fall silent, wait for what they are still to be answered, and are gone at once."""
        for one in self._living:
            one.ends.set()
        for one in self._living:
            one.join()
        self._past = self.tally
        self._past.connected = 0
        self._living.clear()

    def freeze(self) -> None:
        """They stand still, with their links open, and say nothing any more."""
        for pid in self.pids:
            os.kill(pid, signal.SIGSTOP)

    def vanish(self) -> None:
        """End all of them where they are; what they counted last is lost."""
        for one in self._living:
            one.ends.set()
            one.fleet.vanish()
            one.join()
        self._living.clear()


class _Followed(threading.Thread):
    """One fleet; somebody has to listen to its counts all the time."""

    def __init__(self, wanted: Wanted) -> None:
        super().__init__(daemon=True)
        self.many, self.tally = len(wanted.numbers), Tally()
        self.late: list[tuple[float, float]] = []
        """By how much chargers were late, each second."""
        self.ends = threading.Event()
        self.fleet = Fleet(wanted, now)
        self.pids = self.fleet.pids

    def run(self) -> None:
        while not self.ends.is_set():
            self.tally = self.fleet.tally()
            self.late.append((time.monotonic(), self.tally.late_s))
        self.tally = self.fleet.fall_silent()
        self.fleet.vanish()
