"""
How do several processes take in logs, and understand them?

The parent reads; what it reads of a charger is hidden and kept by one process, in its order, and understood
by whichever is free. No write touches two chargers, so that it does not matter how many there are. What
waits for a process is bounded. A process that ends takes nothing with it that was kept.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import queue
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnContext
from multiprocessing.queues import Queue
from typing import TypeAlias

import click
import msgspec

from chargeboard.capture.gathering import JournalKeeper
from chargeboard.cli.children import begin_child, start_child
from chargeboard.cli.place import Place, failure, told_plainly
from chargeboard.cli.progress import Bar
from chargeboard.cli.terminal import tell
from chargeboard.cli.words import say
from chargeboard.config import Settings
from chargeboard.domain.frame import Direction, Frame
from chargeboard.run.desk import Desk
from chargeboard.run.understanding.projector import StationFailedError
from chargeboard.time.instants import Instant

_WAITING = 4
"""So many tasks wait for a process."""
_LOOK_EVERY_S = 0.5
_PACKED_AT_ONCE = 16
"""So many blocks are packed in one write."""
_END_WITHIN_S = 30.0

_Row: TypeAlias = tuple[Instant, Direction, str, str, str]


class _Begin(msgspec.Struct, tag="begin", frozen=True):
    """A new log begins."""


class _Keep(msgspec.Struct, tag="keep", frozen=True):
    """Frames of a charger."""

    station: str
    rows: list[_Row]


class _Count(msgspec.Struct, tag="count", frozen=True):
    """Say how many were new, once they are kept."""


class _Understand(msgspec.Struct, tag="understand", frozen=True):
    """A charger is to be understood: what is new of it, or all again."""

    station: str
    is_again: bool


jobs_option = click.option("--jobs", type=click.IntRange(min=1), help=say("jobs_option"))

_Task: TypeAlias = _Begin | _Keep | _Count | _Understand
_ENCODE = msgspec.msgpack.Encoder().encode
_DECODE = msgspec.msgpack.Decoder(_Task).decode
Told: TypeAlias = Callable[[str], None]
"""Told for each charger that is done what went wrong with it, else an empty text."""


def cores() -> int:
    """How many this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Worker:
    """A process, and the way to it."""

    def __init__(self, context: SpawnContext, settings: Settings) -> None:
        self.frames = 0
        """So many were given to it."""
        self.tasks: Queue[bytes] = context.Queue(_WAITING)
        self.answers, theirs = context.Pipe(duplex=False)
        self.process = context.Process(
            target=_work, args=(settings, self.tasks, theirs), name="crew", daemon=True
        )
        start_child(self.process)
        theirs.close()

    def give(self, task: _Task) -> None:
        """Wait until there is room for it. Raises: ClickException where the process is no more."""
        told = _ENCODE(task)
        while True:
            try:
                self.tasks.put(told, timeout=_LOOK_EVERY_S)
            except queue.Full:
                if not self.process.is_alive():
                    raise self._ended() from None
            else:
                return

    def answer(self) -> str:
        """What it says next. Raises: ClickException where the process is no more."""
        try:
            return self.answers.recv_bytes().decode()
        except (EOFError, OSError):
            raise self._ended() from None

    def _ended(self) -> click.ClickException:
        self.process.join(_LOOK_EVERY_S)
        return click.ClickException(say("process_ended", code=self.process.exitcode))

    def stop(self, *, is_all_done: bool) -> None:
        """End it: by itself where it has nothing to do, so that it closes what it has open."""
        if is_all_done:
            self.tasks.put(b"")
        else:
            self.tasks.cancel_join_thread()
            self.process.terminate()
        self.process.join(_END_WITHIN_S)
        if self.process.is_alive():
            self.process.kill()
            self.process.join()


class Crew:
    """Up to so many processes, each started when there is something for it to do."""

    def __init__(self, settings: Settings, count: int, heads: Mapping[str, str]) -> None:
        """`heads`: for each charger that was merged, the one that its frames count for."""
        self._context = multiprocessing.get_context("spawn")
        self._settings, self._count, self._heads = settings, count, heads
        self._workers: list[_Worker] = []
        self._of: dict[str, _Worker] = {}

    def begin_source(self) -> None:
        for worker in self._workers:
            worker.give(_Begin())

    def keep(self, station: str, frames: Sequence[Frame]) -> None:
        head = self._heads.get(station, station)
        worker = self._of.get(head)
        if worker is None:
            worker = self._of[head] = self._least_busy()
        worker.frames += len(frames)
        rows = [(one.received_at, one.direction, one.text, one.connection, one.protocol) for one in frames]
        worker.give(_Keep(station, rows))

    def kept(self) -> int:
        for worker in self._workers:
            worker.give(_Count())
        return sum(int(worker.answer()) for worker in self._workers)

    def understand(self, stations: Sequence[str], told: Told, *, is_again: bool = False) -> None:
        """Have the chargers understood, in that order."""
        left = iter(stations)
        busy: dict[Connection, _Worker] = {}
        while len(self._workers) < min(self._count, len(stations)):
            self._start()
        for worker, station in zip(self._workers, left, strict=False):
            worker.give(_Understand(station, is_again))
            busy[worker.answers] = worker
        while busy:
            for ready in wait(list(busy)):
                assert isinstance(ready, Connection)  # noqa: S101 - nothing else was given
                worker = busy.pop(ready)
                told(worker.answer())
                if (following := next(left, None)) is not None:
                    worker.give(_Understand(following, is_again))
                    busy[ready] = worker

    def stop(self, *, is_all_done: bool) -> None:
        """End all of them."""
        for worker in self._workers:
            worker.stop(is_all_done=is_all_done)

    def _least_busy(self) -> _Worker:
        if len(self._workers) < self._count:
            return self._start()
        return min(self._workers, key=lambda worker: worker.frames)

    def _start(self) -> _Worker:
        worker = _Worker(self._context, self._settings)
        self._workers.append(worker)
        return worker


@contextmanager
def crew_of(place: Place, count: int, heads: Mapping[str, str]) -> Iterator[Crew | None]:
    """
    Processes that end with this; None where there is to be but this one.

    Raises: ClickException at Ctrl-C.
    """
    crew = Crew(place.settings, count, heads) if count > 1 else None
    is_all_done = False
    try:
        with _without_search_for_garbage():
            yield crew
        is_all_done = True
    except KeyboardInterrupt:
        raise click.ClickException(say("stopped")) from None
    finally:
        if crew is not None:
            crew.stop(is_all_done=is_all_done)


@contextmanager
def _without_search_for_garbage() -> Iterator[None]:
    """Frames and facts make none that counts; to look for it takes a twentieth of the time."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def understand(
    desk: Desk, stations: Sequence[str], bar: Bar, crew: Crew | None, *, is_again: bool = False
) -> int:
    """Have chargers understood, here or by the crew, and say of which that failed; how many those were."""
    failed, done = 0, 0
    tell_done = bar.begin(say("computing"), len(stations))

    def told(failure: str) -> None:
        nonlocal failed, done
        done += 1
        failed += bool(failure)
        if failure:
            tell(failure, aside=True)
        tell_done(done, pace=say("of_chargers", done=done, n=len(stations)))

    if crew is None:
        for station in stations:
            told(understood(desk, station, is_again=is_again))
    else:
        crew.understand(stations, told, is_again=is_again)
    return failed


def understood(desk: Desk, station: str, *, is_again: bool = False) -> str:
    """Have what is new of a charger understood, or all again; what went wrong, else empty."""
    said = ""
    try:
        if is_again:
            desk.rebuild(station)
        else:
            desk.refresh(station)
    except StationFailedError as error:
        said = failure(error)
    is_more = True
    while is_more:
        # others may write in between
        with desk.together():
            is_more = bool(desk.pack(station, _PACKED_AT_ONCE))
    return said


def _work(settings: Settings, tasks: Queue[bytes], answers: Connection) -> None:
    """The life of a process."""
    begin_child("crew")
    place = Place(settings)
    place.speak()
    try:
        with told_plainly(), _without_search_for_garbage(), place.store() as store:
            desk = place.desk_over(store)
            keeper = JournalKeeper(store, place.redactor(), desk.old_before)
            while told := tasks.get():
                match _DECODE(told):
                    case _Begin():
                        keeper.begin_source()
                    case _Keep(station, rows):
                        keeper.keep(station, [Frame(station, *row) for row in rows])
                    case _Count():
                        answers.send_bytes(str(keeper.kept()).encode())
                    case _Understand(station, is_again):
                        answers.send_bytes(understood(desk, station, is_again=is_again).encode())
    except click.ClickException as error:
        tell(error.format_message(), aside=True)
        sys.exit(error.exit_code)
