"""How are the figures shown?"""

from __future__ import annotations

from collections.abc import Iterable
from textwrap import fill

from bench.figure import Figure, shown

_COLUMNS = ("value", "unit", "target", "", "peer", "limit", "value/limit")
_WIDTHS = (11, 10, 10, 8, 11, 11, 13)
_NAME = 44


def heading() -> str:
    """The names of the columns."""
    return _line("", _COLUMNS)


def line(figure: Figure) -> str:
    """One row, and what it means below it."""
    met = {True: "met", False: "MISSED", None: ""}[figure.met]
    part = f"{figure.value / figure.limit:.2f}" if figure.limit else ""
    cells = (
        shown(figure.value),
        figure.unit,
        shown(figure.target),
        met,
        shown(figure.peer),
        shown(figure.limit),
        part,
    )
    note = fill(figure.note, 112, initial_indent="    ", subsequent_indent="    ")
    return f"{_line(figure.name, cells)}\n{note}" if note else _line(figure.name, cells)


def _line(name: str, cells: Iterable[str]) -> str:
    return f"{name:<{_NAME}}" + "".join(
        f"{cell:>{width}}" for cell, width in zip(cells, _WIDTHS, strict=True)
    )
