"""
Which processes take in logs and understand them, several at once?

Each is told what to do and answers; what waits for one is bounded. A process that ends takes nothing with it
that was kept.
"""

from __future__ import annotations

import multiprocessing
import queue
from collections.abc import Callable, Mapping, Sequence
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnContext
from multiprocessing.queues import Queue

import click

from chargeboard.cli.children import start_child
from chargeboard.cli.crew_tasks import BEGIN, COUNT, Keep, Task, Understand, encoded, work
from chargeboard.cli.words import say
from chargeboard.config import Settings
from chargeboard.domain.frame import Frame

_WAITING = 4
"""So many tasks wait for a process."""
_LOOK_EVERY_S = 0.5
_END_WITHIN_S = 30.0


class _Worker:
    """A process, and the way to it."""

    def __init__(self, context: SpawnContext, settings: Settings) -> None:
        self.frames = 0
        """So many were given to it."""
        self.tasks: Queue[bytes] = context.Queue(_WAITING)
        self.answers, theirs = context.Pipe(duplex=False)
        self.process = context.Process(
            target=work, args=(settings, self.tasks, theirs), name="crew", daemon=True
        )
        start_child(self.process)
        theirs.close()

    def give(self, task: Task) -> None:
        """Wait until there is room for it. Raises: ClickException where the process is no more."""
        told = encoded(task)
        while True:
            try:
                self.tasks.put(told, timeout=_LOOK_EVERY_S)
            except queue.Full:
                if not self.process.is_alive():
                    raise self._ended() from None
            else:
                return

    def answer(self) -> bytes:
        """What it says next. Raises: ClickException where the process is no more."""
        try:
            return self.answers.recv_bytes()
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

    def begin_delivery(self) -> None:
        for worker in self._workers:
            worker.give(BEGIN)

    def keep(self, station: str, frames: Sequence[Frame]) -> None:
        head = self._heads.get(station, station)
        worker = self._of.get(head)
        if worker is None:
            worker = self._of[head] = self._least_busy()
        worker.frames += len(frames)
        worker.give(Keep.of(station, frames))

    def kept(self) -> int:
        for worker in self._workers:
            worker.give(COUNT)
        return sum(int(worker.answer()) for worker in self._workers)

    def understand(self, stations: Sequence[str], told: Callable[[str], None], *, is_again: bool) -> None:
        """Have chargers understood; `told` of each what went wrong, else empty."""
        tasks = [Understand(station, is_again) for station in stations]
        self.share(tasks, lambda failure: told(failure.decode()))

    def share(self, tasks: Sequence[Task], told: Callable[[bytes], None]) -> None:
        """Have them done, in that order, each by whichever process is free; `told` the answer to each."""
        left = iter(tasks)
        busy: dict[Connection, _Worker] = {}
        while len(self._workers) < min(self._count, len(tasks)):
            self._start()
        for worker, task in zip(self._workers, left, strict=False):
            worker.give(task)
            busy[worker.answers] = worker
        while busy:
            for ready in wait(list(busy)):
                assert isinstance(ready, Connection)  # noqa: S101 - nothing else was given
                worker = busy.pop(ready)
                told(worker.answer())
                if (following := next(left, None)) is not None:
                    worker.give(following)
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
