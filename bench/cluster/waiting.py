"""What do readers and projectors wait for in the database? Their connections are looked at all the time."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psycopg

from bench.cluster.parts import OF_PROJECTORS
from bench.figure import Figure

_LOOK_EVERY_S = 0.1
_CONNECTIONS = """
    select application_name, state, coalesce(wait_event_type, '') from pg_stat_activity
    where application_name like 'chargeboard %' and state <> 'idle'
"""
_LOCKED, _ASKED, _ASKS = "waits for a lock", "is answered", "is with who asks"


class Waiting(threading.Thread):
    """What their transactions are in the middle of, as shares of the time."""

    def __init__(self, url: str) -> None:
        super().__init__(daemon=True)
        self._url, self._looks = url, 0
        self._found = Counter[tuple[str, str]]()
        self._parts = dict[str, str]()
        self._ends = threading.Event()

    def run(self) -> None:
        with psycopg.connect(self._url, autocommit=True) as db:
            while not self._ends.is_set():
                for name, state, waits in db.execute(_CONNECTIONS).fetchall():
                    if part := self._part_of(name.rpartition(" ")[2]):
                        self._found[part, _doing(state, waits)] += 1
                self._looks += 1
                time.sleep(_LOOK_EVERY_S)

    def stop(self) -> None:
        """Look no more."""
        self._ends.set()
        self.join()

    def figures(self) -> Iterator[Figure]:
        """How many transactions of each part are open, on average, and what they wait for."""
        looks = max(1, self._looks)
        for part in OF_PROJECTORS.values():
            shares = {doing: self._found[part, doing] / looks for doing in (_LOCKED, _ASKED, _ASKS)}
            told = ", ".join(f"{share:.2f} {doing}" for doing, share in shares.items())
            yield Figure(name=f"{part}: open transactions", value=sum(shares.values()), unit="", note=told)

    def _part_of(self, pid: str) -> str:
        if pid not in self._parts:
            with suppress(OSError):
                name = Path(f"/proc/{pid}/comm").read_text().strip()
                self._parts[pid] = OF_PROJECTORS.get(name, "")
        return self._parts.get(pid, "")


def _doing(state: str, waits: str) -> str:
    if waits == "Lock":
        return _LOCKED
    return _ASKED if state == "active" and waits != "Client" else _ASKS
