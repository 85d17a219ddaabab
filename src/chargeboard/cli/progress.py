"""
How far is a command that takes long?

It tells while it works. A bar is drawn where somebody sees it; only then is the library loaded that draws.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from typing import Protocol

from chargeboard.cli.terminal import is_watched, tell


class Told(Protocol):
    """Takes how much of a task is done, of how much where that is news, and a word on its pace."""

    def __call__(self, done: float, of: float | None = None, pace: str = "") -> None: ...


class Bar(Protocol):
    """Tasks of a command."""

    def begin(self, what: str, of: float | None = None) -> Told:
        """A new task; None: nobody knows how much there is to do."""


class _Unseen:
    """Nobody looks."""

    def begin(self, what: str, of: float | None = None) -> Told:
        del what, of
        return _unheard


class _Lines:
    """Whoever looks reads a log: a line for each tenth."""

    def begin(self, what: str, of: float | None = None) -> Told:
        tenths = 0

        whole = of

        def told(done: float, of: float | None = None, pace: str = "") -> None:
            nonlocal tenths, whole
            whole = of or whole
            if whole and (reached := int(10 * done / whole)) > tenths:
                tenths = reached
                tell(f"{what}: {pace}", aside=True)

        return told


def _unheard(done: float, of: float | None = None, pace: str = "") -> None:
    """Nobody listens."""
    del done, of, pace


def unseen() -> Bar:
    """A bar that nobody looks at."""
    return _Unseen()


@contextmanager
def progress_bar(*, is_long: bool = False) -> Iterator[Bar]:
    """
    A bar with pace and remaining time on standard error; nothing where that is no terminal.

    `is_long`: what takes hours says where it stands in lines there.
    """
    if not is_watched():
        yield _Lines() if is_long else unseen()
        return
    drawn: AbstractContextManager[Bar] = import_module("chargeboard.cli.drawn_progress").drawn()
    with drawn as bar:
        yield bar
