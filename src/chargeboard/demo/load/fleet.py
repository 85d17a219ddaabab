"""How do the chargers of a fleet call in, from processes of their own?"""

from __future__ import annotations

import asyncio
import heapq
import multiprocessing
import resource
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import reduce
from itertools import takewhile
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from operator import attrgetter

import msgspec
import uvloop

from chargeboard.demo.clients import call_in
from chargeboard.demo.load.counting import Counting
from chargeboard.demo.load.life import life
from chargeboard.demo.load.mix import Mix, id_of, slow_by_s
from chargeboard.demo.load.tally import Tally
from chargeboard.demo.pace import Pace
from chargeboard.time.instants import SECOND, Instant

_TOLD_EVERY_S = 1.0
_IN_A_PROCESS = 2_500
"""Chargers of one process, until each of `_MOST_PROCESSES` has its share."""
_MOST_PROCESSES = 4
_OTHER_FILES = 100
"""That a process has open besides its chargers' connections."""
_ANSWERED_WITHIN_S = 10.0
_LOOK_EVERY_S = 0.05


class TooFewFiles(Exception):  # noqa: N818 - it is a limit of the system, not a failure
    """A process may not have as many connections as it has chargers."""

    def __init__(self, needed: int, allowed: int) -> None:
        super().__init__(needed, allowed)
        self.needed, self.allowed = needed, allowed


class Wanted(msgspec.Struct, frozen=True):
    """Which chargers connect where, and how they live."""

    address: str
    mix: Mix
    speed: float
    numbers: range


class Fleet:
    """Chargers in processes that live."""

    def __init__(self, wanted: Wanted, now: Callable[[], Instant]) -> None:
        """
        `now` is called in other processes, too.

        Raises: TooFewFiles.
        """
        context = multiprocessing.get_context("spawn")
        many = min(_MOST_PROCESSES, -(-len(wanted.numbers) // _IN_A_PROCESS))
        _, allowed = resource.getrlimit(resource.RLIMIT_NOFILE)
        needed = -(-len(wanted.numbers) // many) + _OTHER_FILES
        if needed > allowed != resource.RLIM_INFINITY:
            raise TooFewFiles(needed, allowed)
        self._tallies: dict[Connection, Tally] = {}
        self._over = Tally()
        self._processes: list[SpawnProcess] = []
        for n in range(many):
            ours, theirs = context.Pipe(duplex=False)
            share = msgspec.structs.replace(wanted, numbers=wanted.numbers[n::many])
            process = context.Process(target=_live, args=(share, now, theirs), name="load", daemon=True)
            process.start()
            theirs.close()
            self._processes.append(process)
            self._tallies[ours] = Tally()

    @property
    def pids(self) -> list[int]:
        """Of its processes."""
        return [process.pid for process in self._processes if process.pid is not None]

    def begin(self) -> None:
        """Return once all of its processes are there: what they take to begin is none of its life."""
        for one in self._tallies:
            one.poll(None)

    def tally(self) -> Tally:
        """The counts so far, when there is news of them: about once a second."""
        for one in wait([*self._tallies], timeout=_TOLD_EVERY_S):
            assert isinstance(one, Connection)  # noqa: S101 - nothing else is waited for
            try:
                self._tallies[one] = one.recv()
            except (EOFError, OSError):
                self._over = self._over.with_(self._tallies.pop(one))
        return reduce(Tally.with_, self._tallies.values(), self._over)

    def fall_silent(self) -> Tally:
        """Nothing new is said; the counts when all answers have come, and the links are closed."""
        for process in self._processes:
            process.terminate()
        while self._tallies:
            self.tally()
        return self.tally()

    def vanish(self) -> None:
        """End all of them where they are, as a power cut does."""
        for process in self._processes:
            process.kill()
        for process in self._processes:
            process.join()


@contextmanager
def fleet(wanted: Wanted, now: Callable[[], Instant]) -> Iterator[Fleet]:
    """
    A fleet that lives while this is open.

    Raises: TooFewFiles.
    """
    chargers = Fleet(wanted, now)
    try:
        yield chargers
    finally:
        chargers.vanish()


def _live(wanted: Wanted, now: Callable[[], Instant], told: Connection) -> None:
    """The life of a process of chargers, until it is ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    uvloop.run(_call_in(wanted, now, told))


async def _call_in(wanted: Wanted, now: Callable[[], Instant], told: Connection) -> None:
    """Until it is told to end, or nobody hears its counts any more."""
    begin, counting, over = now(), Counting(), asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, over.set)
    mix, paces = wanted.mix, dict[str, Pace]()
    for number in wanted.numbers:
        ahead = -round(slow_by_s(number, mix) * SECOND)
        paces[id_of(number)] = Pace(begin, wanted.speed, ahead)
    lives = heapq.merge(
        *(life(number, mix, begin) for number in wanted.numbers), key=attrgetter("received_at")
    )
    frames = takewhile(lambda _: not over.is_set(), lives)
    calling = asyncio.create_task(
        call_in(frames, {}, wanted.address, now, paces.__getitem__, witness=counting)
    )
    telling = asyncio.create_task(_tell(counting, told))
    ending = asyncio.create_task(over.wait())
    await asyncio.wait([calling, telling, ending], return_when=asyncio.FIRST_COMPLETED)
    if over.is_set():
        await _all_answered(counting)
        told.send(counting.tally())
    elif calling.done():
        calling.result()


async def _tell(counting: Counting, told: Connection) -> None:
    while True:
        told.send(counting.tally())
        await asyncio.sleep(_TOLD_EVERY_S)


async def _all_answered(counting: Counting) -> None:
    for _ in range(round(_ANSWERED_WITHIN_S / _LOOK_EVERY_S)):
        if not counting.is_waiting:
            return
        await asyncio.sleep(_LOOK_EVERY_S)
