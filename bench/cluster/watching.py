"""How long after it was said is it in the database, and understood? A sample of the chargers is looked at."""

from __future__ import annotations

import threading
import time
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence

import psycopg

from chargeboard.run.clock import now
from chargeboard.time.instants import SECOND, Instant

_LOOK_EVERY_S = 0.1
_KEPT = "select station, newest_at from station where station = any(%s)"
_UNDERSTOOD = "select station, received_at from progress where station = any(%s)"
_CALLS = """
    select station, received_at, text like '%%"Heartbeat"%%' or text like '%%"MeterValues"%%' from journal
    where station = any(%s) and direction = 'in' and text like '[2,%%' and received_at between %s and %s
"""
"""The last: whether it may wait to be understood."""


class Seen:
    """When was known how far a charger came?"""

    def __init__(self) -> None:
        self._steps = defaultdict[str, tuple[list[Instant], list[Instant]]](lambda: ([], []))

    def add(self, station: str, so_far: Instant, at: Instant) -> None:
        """It had come so far at an instant."""
        reached, when = self._steps[station]
        if not reached or so_far > reached[-1]:
            reached.append(so_far)
            when.append(at)

    def lag_s(self, station: str, said_at: Instant) -> float:
        """From what was said until it was there; endless where it never was."""
        reached, when = self._steps[station]
        n = bisect_left(reached, said_at)
        return (when[n] - said_at) / SECOND if n < len(when) else float("inf")


class Watch(threading.Thread):
    """Looks ten times a second, with a connection of its own."""

    def __init__(self, url: str, stations: Sequence[str]) -> None:
        super().__init__(daemon=True)
        self._url, self._stations = url, list(stations)
        self._kept, self._understood = Seen(), Seen()
        self._ends = threading.Event()

    def run(self) -> None:
        with psycopg.connect(self._url, autocommit=True) as db:
            while not self._ends.is_set():
                for sql, seen in ((_KEPT, self._kept), (_UNDERSTOOD, self._understood)):
                    rows = db.execute(sql, [self._stations]).fetchall()
                    at = now()
                    for station, so_far in rows:
                        seen.add(station, so_far, at)
                time.sleep(_LOOK_EVERY_S)

    def stop(self) -> None:
        """Look no more."""
        self._ends.set()
        self.join()

    def lags_s(self, since: Instant, until: Instant) -> tuple[list[float], list[float]]:
        """Of what was said then: until it was kept; and until it was understood, where that may not wait."""
        with psycopg.connect(self._url) as db:
            calls = db.execute(_CALLS, [self._stations, since, until]).fetchall()
        kept = [self._kept.lag_s(station, at) for station, at, _ in calls]
        news = [self._understood.lag_s(station, at) for station, at, may_wait in calls if not may_wait]
        return sorted(kept), sorted(news)
