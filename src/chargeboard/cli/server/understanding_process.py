"""
Where does understanding live?

In a process of its own, which is started again where it ends. What is too long for a part of its work is left
to a further one, for as long as that takes.
"""

from __future__ import annotations

import logging
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.sharedctypes import Synchronized

from chargeboard.cli.children import begin_child, collect_seldom, start_child
from chargeboard.cli.ending import Ending
from chargeboard.cli.place import Place
from chargeboard.cli.server.awaited import store_awaited
from chargeboard.cli.server.words import say
from chargeboard.config import Settings
from chargeboard.domain.figures.impairment import Impairment
from chargeboard.domain.records import Away
from chargeboard.run.absence import outlasting
from chargeboard.run.clock import now
from chargeboard.run.measuring.told import Readings, Telling
from chargeboard.run.members.leasing import Held
from chargeboard.run.receiving.health import Health
from chargeboard.run.understanding.chores import Chores
from chargeboard.run.understanding.news import News
from chargeboard.run.understanding.worker import Understanding
from chargeboard.run.upkeep.hiding import Hider
from chargeboard.store import OwnedStore
from chargeboard.time.instants import Instant

_log = logging.getLogger(__name__)
_LOOK_EVERY_S = 0.5
_WELL_AFTER_S = 5.0
_LONGEST_WAIT_S = 60.0
_STOP_WITHIN_S = 10.0
_NICE = 5
"""How far what takes long stands back. Nobody else does: who holds the write lock has to get on with it."""


class Mind:
    """The process that understands, as the one that started it sees it."""

    def __init__(
        self,
        context: SpawnContext,
        settings: Settings,
        life: Callable[[Settings, News, Health], None] | None = None,
        readings: Readings | None = None,
    ) -> None:
        """`life` is that of the process; None: it understands all chargers. It tells its `readings`."""
        self.news, self._life = News(), life or _understand
        self._context, self._settings = context, settings
        self._health = Health(context, readings)
        self._process: SpawnProcess | None = None
        self._told_to_end: SpawnProcess | None = None
        self._stopping = threading.Event()
        self._stopped_since: Instant | None = None
        self._looking_after = threading.Thread(target=self._look_after, name="mind", daemon=True)

    @property
    def told(self) -> Impairment:
        """Who waits to be understood, and whether that goes on at all."""
        told = self._health.impairment
        return Impairment(behind=told.behind, stopped_since=self._stopped_since, hiding=told.hiding)

    def start(self) -> None:
        """Begin to understand."""
        self._begin()
        self._looking_after.start()

    def end(self) -> None:
        """Have it end, after what is quickly understood; `stop` waits for that. It is told once."""
        self._stopping.set()
        if self._process is not None and self._process is not self._told_to_end:
            self._told_to_end = self._process
            self._process.terminate()

    def stop(self) -> None:
        """End it."""
        self.end()
        self._looking_after.join()
        self.end()  # one that was begun a moment ago
        process = self._process
        if process is not None:
            process.join(_STOP_WITHIN_S)
            if process.is_alive():
                process.kill()
                process.join()
        self.news.close()

    def _begin(self) -> None:
        self._process = self._context.Process(
            target=self._life, args=(self._settings, self.news, self._health), name="understanding"
        )
        start_child(self._process)

    def _look_after(self) -> None:
        began_at, wait_s = time.monotonic(), 1.0
        while not self._stopping.wait(_LOOK_EVERY_S):
            assert self._process is not None  # noqa: S101 - it was started
            lived_s = time.monotonic() - began_at
            if self._process.is_alive():
                if lived_s > _WELL_AFTER_S:
                    self._stopped_since, wait_s = None, 1.0
                continue
            self._stopped_since = now() if self._stopped_since is None else self._stopped_since
            _log.error(say("computing_restarted", code=self._process.exitcode))
            if lived_s < _WELL_AFTER_S:
                wait_s = min(2 * wait_s, _LONGEST_WAIT_S)
                if self._stopping.wait(wait_s):
                    return
            self._begin()
            began_at = time.monotonic()


@contextmanager
def at_work(mind: Mind) -> Iterator[Mind]:
    """What is kept is understood while this is open."""
    mind.start()
    try:
        yield mind
    finally:
        mind.stop()


class LongProcess:
    """Settles a charger whole, in a process that ends with it: what it took of memory is given back."""

    def __init__(self, settings: Settings, held: Held | None = None) -> None:
        """`held`: of whom it may write, where several processes understand."""
        self._context, self._settings = multiprocessing.get_context("spawn"), settings
        self._held = held
        self._process: SpawnProcess | None = None
        self._tail: Synchronized[int] | None = None

    def start(self, station: str) -> None:
        """Begin; nothing else is under way."""
        self._tail = self._context.Value("q", -1)
        self._process = self._context.Process(
            target=_settle,
            args=(self._settings, station, self._tail, self._held),
            name="settling",
            daemon=True,
        )
        start_child(self._process)

    def ended(self) -> int | None:
        """How long the charger's tail is now; None while it goes on, -1 where it failed."""
        if self._process is None or self._tail is None or self._process.is_alive():
            return None
        return self._tail.value

    def stop(self) -> None:
        """Leave it; what is written is whole."""
        if self._process is not None:
            self._process.kill()
            self._process.join()


def _understand(settings: Settings, news: News, health: Health) -> None:
    """The child's life."""
    ending = Ending(signal.SIGTERM)
    begin_child("understanding")
    place = Place(settings)
    place.begin_log("understanding")
    place.speak()
    with store_awaited(place, gives_way=True, rests=ending.wait) as store:
        collect_seldom()
        outlasting(lambda: _live(place, store, news, health, ending), store.data_version, ending.wait)


def _live(place: Place, store: OwnedStore, news: News, health: Health, ending: Ending) -> None:
    """Until it is to end. Raises: Away."""
    chores = Chores(
        place.projector_over(store, alerts=True),
        packs=True,
        long=LongProcess(place.settings),
        hider=Hider(store, place.hide_rejected),
    )
    understanding = Understanding(chores)
    understanding.start()
    told_at = 0.0
    telling = Telling(health.readings, "projector", lambda: understanding.readings)
    while not ending.is_told and understanding.is_alive:
        kind, stations = news.hear(_LOOK_EVERY_S)
        understanding.tell(stations, kind)
        telling.tell()
        if time.monotonic() - told_at >= _LOOK_EVERY_S:
            told_at = time.monotonic()
            health.tell(understanding.told, 0)
    understanding.stop()
    if understanding.ended_by is not None:
        raise understanding.ended_by


def _settle(settings: Settings, station: str, tail: Synchronized[int], held: Held | None) -> None:
    """The life of a child for one charger."""
    begin_child("settling")
    os.nice(_NICE)
    place = Place(settings)
    place.begin_log("settling")
    place.speak()
    with suppress(Away), store_awaited(place, gives_way=True) as store:
        store.database.fence = held
        tail.value = place.projector_over(store).settle_gently(station)
