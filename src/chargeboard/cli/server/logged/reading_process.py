"""
Who takes out of the log what gateways put there?

A process of its own beside the one that understands, with an equal number of the parts; another one goes on
with them where it ends. It also tells the database which gateways are there, for they ask for none.
"""

from __future__ import annotations

import asyncio
import logging
import signal
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from functools import partial
from time import monotonic
from typing import TypeVar

import click

from chargeboard.cli.children import begin_child, collect_seldom
from chargeboard.cli.ending import Ending
from chargeboard.cli.place import Place
from chargeboard.cli.server.awaited import store_awaited
from chargeboard.cli.server.knowing import knows
from chargeboard.cli.server.logged.absent import AbsentGateways
from chargeboard.cli.server.logged.log_of import log_awaited, log_of, see_that_it_feeds, signals_of
from chargeboard.cli.server.words import say
from chargeboard.config import Settings
from chargeboard.domain.figures.impairment import Impairment
from chargeboard.domain.members import ABSENCE, HowItIs, log_lease_of
from chargeboard.domain.records import Away, Overtaken, Unavailable
from chargeboard.run.absence import Absence
from chargeboard.run.clock import now
from chargeboard.run.members.leasing import KEPT_EVERY_S, Leasing, Limit
from chargeboard.run.members.presence import Presence
from chargeboard.run.receiving.health import Health
from chargeboard.run.receiving.out_of_log import OutOfLog, Taken, within_room
from chargeboard.run.understanding.news import News
from chargeboard.store import OwnedStore
from chargeboard.store.address import Signals
from chargeboard.stream.address import LogAddress
from chargeboard.stream.errors import LogError
from chargeboard.stream.lateness import is_too_late
from chargeboard.stream.opening import Log
from chargeboard.stream.reading import Message, PartReader
from chargeboard.time.instants import Instant, text_of

_log = logging.getLogger(__name__)
_Found = TypeVar("_Found")
_AGAIN_AFTER_S = 0.5
_EVERY_S = 0.1
"""What comes within so long is one commit: a commit costs what twenty frames do."""
_REFUSED_S = 5.0
"""So often a log is tried again that does not feed this database, or cannot be opened."""
_AHEAD = 8
"""So many answers of the log may wait for their commit; then no more is asked for."""


def read_log(settings: Settings, _: News, __: Health) -> None:
    """The life of the child."""
    ending = Ending(signal.SIGTERM)
    begin_child("reading")
    collect_seldom()
    place = Place(settings)
    place.begin_log("reading")
    place.speak()
    with (
        store_awaited(place, gives_way=True, rests=ending.wait) as store,
        store_awaited(place, rests=ending.wait) as watching,
        store_awaited(place, rests=ending.wait) as asked,
        closing(signals_of(place)) as signals,
    ):
        reading = _Reading(place, store, watching, signals, ending)
        present = Presence(asked, "reader", now, lambda: HowItIs(reading.impairment), knows())
        with present as presence:
            asyncio.run(reading.live(presence.member.id))


class _Reading:
    """The parts that are ours at the moment."""

    def __init__(
        self,
        place: Place,
        store: OwnedStore,
        watching: OwnedStore,
        signals: Signals,
        ending: Ending,
    ) -> None:
        self._place, self._store, self._watching = place, store, watching
        self._signals, self._ending = signals, ending
        self._epochs: dict[int, int] = {}
        """Of the leases by which parts are read."""
        self._task: asyncio.Task[None] | None = None
        """What reads these."""
        self._threads = ThreadPoolExecutor(1, thread_name_prefix="journal")
        self._absence = Absence()
        self._late: dict[int, Instant] = {}
        """By part, since when what waits there does, where that is long."""
        self._wrong = ""
        """What was found to be wrong with what is read."""

    @property
    def impairment(self) -> Impairment:
        """What is to be told of the log."""
        since = min(self._late.values(), default=None)
        late = "" if since is None else say("log_late", since=text_of(since))
        return Impairment(log=self._wrong or late)

    async def live(self, member: str) -> None:
        """Until we are to end."""
        address, ended = log_of(self._place), self._ending.event()
        assert address is not None  # noqa: S101 - else nobody starts this
        while not ended.is_set():
            try:
                await self._live(address, member, ended)
            except (LogError, click.ClickException) as error:
                self._is_refused(error)
                with suppress(TimeoutError):
                    await asyncio.wait_for(ended.wait(), _REFUSED_S)

    def _is_refused(self, error: LogError | click.ClickException) -> None:
        """It is told to pages for as long as it is so; figures of what was read are computed meanwhile."""
        told = error.message if isinstance(error, click.ClickException) else str(error).replace("\n", " ")
        if told != self._wrong:
            _log.error(told)
        self._wrong = told

    async def _live(self, address: LogAddress, member: str, ended: asyncio.Event) -> None:
        """Raises: LogError; ClickException where the database is not fed from it."""
        async with log_awaited(address, "chargeboard reader", ended.is_set) as log:
            await see_that_it_feeds(self._watching, log, address, ended.is_set)
            self._wrong = ""
            limit = Limit(log.parts, (ABSENCE,), log_lease_of)
            leasing = Leasing(self._watching, member, "reader", limit, now)
            absent = AbsentGateways(self._place, self._watching, leasing, self._signals)
            await absent.hear(log, address)
            try:
                while not ended.is_set():
                    with suppress(Unavailable):
                        await self._look(leasing, absent, log)
                    with suppress(TimeoutError):
                        await asyncio.wait_for(ended.wait(), KEPT_EVERY_S)
            finally:
                await self._end()
                with suppress(Unavailable):
                    await asyncio.to_thread(leasing.leave)

    async def _look(self, leasing: Leasing, absent: AbsentGateways, log: Log) -> None:
        try:
            await asyncio.to_thread(leasing.look)
            await absent.look(is_connected=log.client.is_connected)
            self._absence.ends()
        except Away as error:
            self._absence.goes_on(error)
            absent.begin_anew()
            raise
        finally:
            await self._read(leasing.held.epochs, log)

    async def _read(self, held: Mapping[str, int], log: Log) -> None:
        """Read what is ours, and nothing else."""
        named = {part: held.get(log_lease_of(part)) for part in range(log.parts)}
        epochs = {part: epoch for part, epoch in named.items() if epoch is not None}
        if epochs == self._epochs and not (self._task is not None and self._task.done()):
            return
        await self._end()
        self._epochs = epochs
        self._late = {part: since for part, since in self._late.items() if part in epochs}
        if epochs:
            self._task = asyncio.create_task(self._read_patiently(log, epochs))

    async def _end(self) -> None:
        """What is being written is; nothing else is begun."""
        task, self._task, self._epochs = self._task, None, {}
        if task is not None:
            task.cancel()
            await asyncio.wait([task])

    async def _read_patiently(self, log: Log, epochs: Mapping[int, int]) -> None:
        """From where they were read to, whenever that was not possible."""
        while True:
            try:
                await self._read_on(log, epochs)
            except* (Overtaken, Unavailable) as errors:
                _log.debug("%s", errors.exceptions)
            await asyncio.sleep(_AGAIN_AFTER_S)

    async def _read_on(self, log: Log, epochs: Mapping[int, int]) -> None:
        """The log is asked for more while what it gave last is written."""
        fetched: asyncio.Queue[list[Message]] = asyncio.Queue(_AHEAD)
        async with asyncio.TaskGroup() as tasks:
            out = await self._written(partial(OutOfLog, self._store, epochs))
            for part, position in out.positions.items():
                tasks.create_task(self._fetch(log, part, position, fetched))
            while True:
                began = monotonic()
                messages = [*await fetched.get()]
                while not fetched.empty():
                    messages += fetched.get_nowait()
                for some in within_room(messages):
                    self._told(await self._written(partial(out.take, some, now())))
                await asyncio.sleep(began + _EVERY_S - monotonic())

    async def _written(self, write: Callable[[], _Found]) -> _Found:
        """What came of what writes to the database, one after the other."""
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, write)
        except Away as error:
            self._absence.goes_on(error)
            raise

    async def _fetch(self, log: Log, part: int, position: int, fetched: asyncio.Queue[list[Message]]) -> None:
        """What comes of one part, for ever."""
        from nats.errors import Error  # noqa: PLC0415 - it may not be there

        while True:
            reader = PartReader(log, part, position)
            try:
                while True:
                    messages = await reader.next()
                    self._note_lateness(log, part, messages)
                    if messages:
                        await fetched.put(messages)
                        position = messages[-1].position
            except LogError as error:
                _log.error(str(error))
                self._wrong = str(error)
            except (Error, OSError, TimeoutError) as error:
                _log.debug("%s", error)
            finally:
                with suppress(Exception):  # the connection may be over
                    await reader.close()
            await asyncio.sleep(_AGAIN_AFTER_S)

    def _note_lateness(self, log: Log, part: int, messages: list[Message]) -> None:
        if messages and is_too_late(now() - messages[0].at, log.kept_s):
            self._late[part] = messages[0].at
        else:
            self._late.pop(part, None)

    def _told(self, taken: Taken) -> None:
        for part, missing in taken.missing.items():
            self._wrong = say("messages_missing", n=missing, part=part)
            _log.error(self._wrong)
        self._signals.tell(taken.heard)
        self._signals.tell(taken.routine, "routine")
