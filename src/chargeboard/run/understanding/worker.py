"""
Who makes facts and conclusions of what was heard?

A thread that does one bounded part of the work after another, wherever it lives: `serve` has a process for
it, so that neither a long history nor a loud charger delays an answer to another one.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterable

from chargeboard.domain.figures.impairment import Impairment
from chargeboard.domain.members import Kind
from chargeboard.domain.readings import Reading
from chargeboard.domain.records import Away, Overtaken
from chargeboard.run.understanding.chores import Chores

_LOOK_EVERY_S = 0.25


class Understanding:
    """The one that understands, of a process."""

    def __init__(self, chores: Chores) -> None:
        self._chores = chores
        self._heard: deque[tuple[Kind, list[str]]] = deque()
        self._news = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="understanding", daemon=True)
        self.ended_by: Away | None = None
        """The store went away, and what was under way is left: who begins anew finds it there."""

    @property
    def told(self) -> Impairment:
        """Who waits to be understood for longer than that should take; how far hiding is."""
        return self._chores.told

    @property
    def readings(self) -> list[Reading]:
        """Who waits, and what was understood since it began."""
        return self._chores.readings

    @property
    def is_alive(self) -> bool:
        """Whether it goes on."""
        return self._thread.is_alive()

    def start(self, *, with_old: bool = True) -> None:
        """Begin; `with_old`: what was kept before and is not understood comes first."""
        if with_old:
            self._chores.start()
        self._thread.start()

    def tell(self, stations: Iterable[str], kind: Kind = "heard") -> None:
        """There are new frames of these stations, or somebody looks at them."""
        if heard := list(stations):
            self._heard.append((kind, heard))
            # what nobody looks at is found within a moment, without being woken for each commit
            if kind == "looked_at" or self._chores.is_any_watched(heard):
                self._news.set()

    def look_through(self) -> None:
        """What was told may have been missed: see for yourself."""
        self._chores.look_through_soon()

    def stop(self) -> None:
        """Understand what was heard as far as that is quickly done, and end; the next start does the rest."""
        self._stopping.set()
        self._news.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            self._understand()
        except Away as error:
            self.ended_by = error
            self._chores.leave()

    def _understand(self) -> None:
        while True:
            self._news.clear()
            while self._heard:
                self._hear(*self._heard.popleft())
            if self._stopping.is_set():
                self._chores.finish()
                return
            if not self._work():
                self._news.wait(_LOOK_EVERY_S)

    def _work(self) -> bool:
        try:
            return self._chores.work()
        except Overtaken:
            # its charger has become another process's: who looks after that tells us soon
            return False

    def _hear(self, kind: Kind, stations: list[str]) -> None:
        if kind == "looked_at":
            self._chores.looked_at(stations)
        else:
            self._chores.heard(stations, is_routine=kind == "routine")
