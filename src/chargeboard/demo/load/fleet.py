"""How do the chargers of a fleet call in, from processes of their own?"""

from __future__ import annotations

import asyncio
import heapq
import multiprocessing
import resource
import signal
from collections.abc import Callable, Iterator
from functools import reduce
from multiprocessing.connection import Connection, wait
from operator import attrgetter

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
_ENDS_WITHIN_S = 5.0

Fleet = tuple[str, Mix, float, tuple[int, ...]]
"""Address, mix, speed, and the numbers of the chargers."""


def run_fleet(
    address: str, mix: Mix, speed: float, chargers: int, lasts_s: float, now: Callable[[], Instant]
) -> Iterator[Tally]:
    """
    Have so many chargers call in for so long; their counts so far, about once a second.

    `now` is called in other processes, too.
    """
    context = multiprocessing.get_context("spawn")
    processes = min(_MOST_PROCESSES, -(-chargers // _IN_A_PROCESS))
    tallies: dict[Connection, Tally] = {}
    started = []
    for n in range(processes):
        ours, theirs = context.Pipe(duplex=False)
        fleet: Fleet = (address, mix, speed, tuple(range(n, chargers, processes)))
        process = context.Process(target=_live, args=(fleet, now, theirs), name="load", daemon=True)
        process.start()
        theirs.close()
        started.append(process)
        tallies[ours] = Tally()
    try:
        begin = now()
        while now() - begin < lasts_s * SECOND:
            for one in wait([*tallies], timeout=_TOLD_EVERY_S):
                assert isinstance(one, Connection)  # noqa: S101 - nothing else is waited for
                tallies[one] = one.recv()
            yield reduce(Tally.with_, tallies.values())
    finally:
        for process in started:
            process.terminate()
        for process in started:
            process.join(_ENDS_WITHIN_S)


def _live(fleet: Fleet, now: Callable[[], Instant], told: Connection) -> None:
    """The life of a process of chargers, until it is ended."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    uvloop.run(_call_in(fleet, now, told))


async def _call_in(fleet: Fleet, now: Callable[[], Instant], told: Connection) -> None:
    address, mix, speed, numbers = fleet
    begin, counting = now(), Counting()
    paces = {id_of(number): Pace(begin, speed, -round(slow_by_s(number, mix) * SECOND)) for number in numbers}
    frames = heapq.merge(*(life(number, mix, begin) for number in numbers), key=attrgetter("received_at"))
    telling = asyncio.create_task(_tell(counting, told))
    await call_in(frames, {}, address, now, paces.__getitem__, witness=counting)
    telling.cancel()


async def _tell(counting: Counting, told: Connection) -> None:
    while True:
        await asyncio.sleep(_TOLD_EVERY_S)
        told.send(counting.tally)
