"""How is it drawn how far a command is?"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn

from chargeboard.cli.progress import Bar, Told


@contextmanager
def drawn() -> Iterator[Bar]:
    """On standard error, until the command ends."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[pace]}"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    ) as progress:
        yield _Drawn(progress)


class _Drawn:
    """Each task is a line."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress

    def begin(self, what: str, of: float | None = None) -> Told:
        task = self._progress.add_task(what, total=of, pace="")

        def told(done: float, of: float | None = None, pace: str = "") -> None:
            # what is not told anew stays
            self._progress.update(task, completed=done, total=of, pace=pace)

        return told
