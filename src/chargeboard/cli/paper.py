"""
How are tables and coloured text put on standard output?

What chargers sent goes through here as it goes through `terminal.py`. It stands apart because the library
that draws takes longer to load than a small log to import.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment
from rich.table import Table
from rich.text import Text

from chargeboard.domain.terminal import visible

_FILE_COLUMNS = 132


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
