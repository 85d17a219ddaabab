"""How does the page of a charger read in a terminal? Its panels, in compact form."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from chargeboard.cli.paper import plain_table
from chargeboard.domain.figures.board import Board
from chargeboard.guidance.saying import action_of, clock_of, text_of
from chargeboard.panels.plain import PlainLine, PlainPanel, Toned
from chargeboard.panels.registry import panels

_STYLES = {
    "strong": "bold",
    "aside": "dim",
    "bad": "red",
    "worst": "bold red",
    "used": "blue",
    "good": "green",
    "available": "green",
    "charging": "blue",
    "suspended": "blue",
    "preparing": "yellow",
    "finishing": "yellow",
    "reserved": "magenta",
    "unavailable": "bright_black",
    "faulted": "bold red",
    "offline": "red",
}
"""Of each tone; what is not here has the terminal's own colours."""


def text_board(board: Board, columns: int) -> Iterator[RenderableType]:
    """The panels, in the order of the page, for a terminal of that many columns."""
    for panel in panels():
        for plain in panel.plain(board, columns):
            yield _drawn(plain)
    for insight in board.insights:
        told = f"{text_of(insight, clock_of(board))} {action_of(insight)}"
        yield Text(f"{insight.severity}: {told}".rstrip())


def _drawn(plain: PlainPanel) -> RenderableType:
    head = (Text(), Rule(plain.title, align="left", style="bright_black")) if plain.title else ()
    return Group(
        *head,
        *(_line(line) for line in plain.above),
        *((_table(plain),) if plain.rows else ()),
        *(_line(line) for line in plain.below),
    )


def _table(plain: PlainPanel) -> Table:
    table = plain_table(*plain.heads) if plain.heads else Table.grid(padding=(0, 2))
    for row in plain.rows:
        table.add_row(*(_line(cell) for cell in row))
    return table


def _line(line: PlainLine) -> Text:
    if isinstance(line, str):
        return Text(line)
    parts = (line,) if isinstance(line, Toned) else line
    return Text.assemble(*((part.text, _STYLES.get(part.tone, "")) for part in parts))
