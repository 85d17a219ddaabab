"""
How is something put on a terminal?

Ids, names and codes are what chargers sent, and a terminal obeys what it is sent. So everything goes through
here, where what would move the cursor, colour or hide text, or begin a line is shown as a sign instead.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from typing import TextIO, cast

import click
from rich.console import Console, ConsoleOptions, RenderableType
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from chargeboard.domain.terminal import visible, visible_lines

_FILE_COLUMNS = 132
_LETTERS_OF_JSON = re.compile("[\x7f-\x9f\xad\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def tell(*lines: str, aside: bool = False) -> None:
    """Lines on standard output; `aside` on standard error, for who looks and not for who reads it in."""
    for line in lines:
        click.echo(visible(line), err=aside)


def say_json(document: bytes) -> None:
    """A JSON document; what a terminal could obey in it is written as JSON lets it be written."""
    click.echo(_LETTERS_OF_JSON.sub(lambda one: f"\\u{ord(one[0]):04x}", document.decode()))


def stream() -> TextIO:
    """Where a file for programs goes: as it is, but for what a terminal would obey."""
    return cast("TextIO", _Screen()) if sys.stdout.isatty() else sys.stdout


class _Screen:
    """Standard output that is looked at."""

    def write(self, text: str) -> int:
        return sys.stdout.write(visible_lines(text))


def is_there_a_person() -> bool:
    """Whether somebody can answer a question."""
    return sys.stdin.isatty()


def ask(question: str) -> None:
    """
    Go on only if a person says yes.

    Raises: Abort.
    """
    click.confirm(visible(question), abort=True)


def paper() -> Console:
    """Standard output."""
    width = None if sys.stdout.isatty() else _FILE_COLUMNS
    # ids and origins hold square brackets, which are no markup
    return _Paper(file=sys.stdout, width=width, highlight=False, markup=False)


class _Paper(Console):
    """Nothing but our own colours reaches the terminal."""

    def render_str(self, text: str, **options: object) -> Text:
        return super().render_str(visible(text), **options)  # type: ignore[arg-type]

    def render(self, renderable: RenderableType, options: ConsoleOptions | None = None) -> Iterable[Segment]:
        if isinstance(renderable, Text) and not renderable.plain.isprintable():
            renderable = renderable.copy()
            renderable.plain = visible(renderable.plain)
        return super().render(renderable, options)


def plain_table(*columns: str) -> Table:
    """A table without lines."""
    table = Table(box=None, padding=(0, 2, 0, 0), header_style="dim")
    for column in columns:
        table.add_column(column, overflow="fold")
    return table


def progress_bar() -> Progress:
    """A bar with rate and remaining time on standard error; nothing where that is no terminal."""
    console = Console(stderr=True)
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        console=console,
        disable=not console.is_terminal,
        transient=True,
    )
