"""
A `serve` that notes how long the parts of its answers took, and what understanding did meanwhile.

`python -m bench.system.noting serve ...`, with the file of notes in the environment. Its processes are begun
with this module as their main one, so that each of them notes.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Awaitable, Callable
from functools import wraps
from pathlib import Path
from typing import Any

import msgspec

from chargeboard.__main__ import main
from chargeboard.run.answering.made_lines import MadeLines
from chargeboard.run.desk import Desk
from chargeboard.run.understanding.chores import Chores
from chargeboard.run.understanding.folding import Folding
from chargeboard.run.understanding.lines import Lines
from chargeboard.run.understanding.settling import Settling
from chargeboard.run.understanding.unlooked import Unlooked
from chargeboard.web.clerks import Clerks

NOTES = "CHARGEBOARD_BENCH_NOTES"
_LEAST_S = 0.0005
"""What is shorter is not noted."""


class Note(msgspec.Struct):
    """A part of the work."""

    what: str
    about: str
    """The charger that an answer is about; empty for the list, and for what understands."""
    begin_s: float
    """By the clock that all processes share."""
    took_s: float
    cpu_s: float
    """Of the thread that did it."""

    @property
    def end_s(self) -> float:
        return self.begin_s + self.took_s


def noted(path: Path) -> list[Note]:
    """All that was noted."""
    return [msgspec.json.decode(line, type=Note) for line in path.read_bytes().splitlines()]


def _note(path: Path, note: Note) -> None:
    if note.took_s >= _LEAST_S:
        with path.open("ab") as file:  # a line at once: several processes write
            file.write(msgspec.json.encode(note) + b"\n")


def _wrap(path: Path, of: type, name: str, what: str, about: Callable[..., str] = lambda *_: "") -> None:
    inner = getattr(of, name)

    @wraps(inner)
    def timed(self: object, *given: Any, **named: Any) -> Any:  # noqa: ANN401 - whatever it is
        begin_s, cpu_s = time.monotonic(), time.thread_time()
        try:
            return inner(self, *given, **named)
        finally:
            took_s = time.monotonic() - begin_s
            _note(path, Note(what, about(*given), begin_s, took_s, time.thread_time() - cpu_s))

    setattr(of, name, timed)


def _wrap_clerks(path: Path) -> None:
    """From when an answer is asked for to when a clerk begins with it."""
    inner: Callable[..., Awaitable[Any]] = Clerks.compute

    @wraps(inner)
    async def timed(
        self: Clerks, about: str, client: str, job: Callable[[], Any], *, awaits: bool = True
    ) -> Any:  # noqa: ANN401
        asked_s = time.monotonic()

        def computed() -> Any:  # noqa: ANN401
            begin_s, cpu_s = time.monotonic(), time.thread_time()
            _note(path, Note("waiting for a clerk", about, asked_s, begin_s - asked_s, 0.0))
            try:
                return job()
            finally:
                took_s = time.monotonic() - begin_s
                _note(path, Note("computing", about, begin_s, took_s, time.thread_time() - cpu_s))

        return await inner(self, about, client, computed, awaits=awaits)

    setattr(Clerks, "compute", timed)  # noqa: B010 - mypy would have it a method of its own


def _note_garbage(path: Path) -> None:
    """Whenever Python looks through what is remembered for garbage, everything else in the process waits."""
    begin_s, cpu_s = 0.0, 0.0

    def called(phase: str, about: dict[str, int]) -> None:
        nonlocal begin_s, cpu_s
        if phase == "start":
            begin_s, cpu_s = time.monotonic(), time.thread_time()
            return
        took_s = time.monotonic() - begin_s
        what = f"collecting garbage of generation {about['generation']}"
        _note(path, Note(what, "", begin_s, took_s, time.thread_time() - cpu_s))

    gc.callbacks.append(called)


def _begin(path: Path) -> None:
    _note_garbage(path)
    _wrap_clerks(path)
    _wrap(path, Desk, "await_understood", "waiting to be understood", lambda station: station)
    _wrap(path, MadeLines, "look_at_shown", "looking which lines of a page are behind")
    _wrap(path, MadeLines, "make_again", "making lines for a page")
    _wrap(path, Folding, "_fold_together", "folding many")
    _wrap(path, Folding, "_fold_part", "folding one")
    _wrap(path, Chores, "looked_at", "hearing who is looked at")
    _wrap(path, Settling, "work", "settling")
    _wrap(path, Lines, "work", "making lines")
    _wrap(path, Unlooked, "work", "looking on")


if os.environ.get(NOTES) and __name__ in {"__main__", "__mp_main__"}:
    _begin(Path(os.environ[NOTES]))

if __name__ == "__main__":
    main()
