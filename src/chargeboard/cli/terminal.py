"""How wide and how lively is what is printed on?"""

from __future__ import annotations

import sys

from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table

_FILE_COLUMNS = 132


def paper() -> Console:
    """Standard output."""
    width = None if sys.stdout.isatty() else _FILE_COLUMNS
    # ids and origins hold square brackets, which are no markup
    return Console(file=sys.stdout, width=width, highlight=False, markup=False)


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
