"""
How are the rows of a CSV read, when some are torn?

A quote that is never closed costs its own line, not those after it; a row over several lines is one where
the JSON in it is.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from operator import itemgetter
from typing import NamedTuple

import msgspec

from chargeboard.capture.formats.reading import UNREADABLE, LogNotes

csv.field_size_limit(1 << 25)
"""A cell may hold the largest frame."""


class Row(NamedTuple):
    """One row."""

    line: int
    cells: Sequence[str]
    """Those of the wanted columns, in that order, "" where there is none; none at all where it is no row."""
    text: str


def is_heading(line: str, needed: frozenset[str]) -> bool:
    """Whether the line names those columns."""
    return "," in line and {column.strip(' "').lower() for column in line.split(",")} >= needed


def are_rows(lines: Iterable[bytes], notes: LogNotes, needed: frozenset[str]) -> tuple[bool, Iterator[bytes]]:
    """Whether the lines are rows of a CSV that has the `needed` columns; and all of the lines."""
    ahead = iter(lines)
    first = next((line for line in ahead if line.strip()), b"")
    is_table = bool(notes.columns) or is_heading(first.decode("utf-8", "replace"), needed)
    return is_table, chain([first], ahead)


def rows(
    lines: Iterable[bytes], notes: LogNotes, needed: frozenset[str], wanted: Sequence[str]
) -> Iterator[Row]:
    """The rows below a heading that has the `needed` columns; names of columns are in lower case."""
    pick = _picking(notes.columns, wanted) if notes.columns else None
    for line, cells, text in _split(lines):
        if pick is not None:
            yield Row(line, pick([*cells, ""]) if len(cells) >= len(notes.columns) else (), text)
            continue
        heading = [cell.strip().lower() for cell in cells]
        if needed <= set(heading):
            notes.columns = heading
            pick = _picking(heading, wanted)
        else:
            yield Row(line, (), text)


def _picking(heading: Sequence[str], wanted: Sequence[str]) -> Callable[[Sequence[str]], Sequence[str]]:
    return itemgetter(*(heading.index(name) if name in heading else -1 for name in wanted))


def _split(lines: Iterable[bytes]) -> Iterator[tuple[int, list[str], str]]:
    taken: list[str] = []

    def one_by_one() -> Iterator[str]:
        for line in lines:
            # a broken byte must not lose the row; quotes of the CSV are ASCII anyway
            taken.append(line.decode("utf-8", "backslashreplace").rstrip("\r"))
            yield taken[-1] + "\n"

    found = csv.reader(one_by_one())
    line = 1
    while True:
        try:
            cells = next(found, None)
        except csv.Error:
            cells = []
        if cells is None and not taken:
            return
        if cells and _is_whole(cells, len(taken)):
            yield line, cells, taken[0] if len(taken) == 1 else "\n".join(taken)
        else:
            for offset, text in enumerate(taken):
                if text.strip():
                    yield line + offset, _cells(text), text
        line += len(taken)
        taken.clear()


def _cells(text: str) -> list[str]:
    try:
        return next(csv.reader([text]))
    except csv.Error:
        return [text]


def _is_whole(cells: list[str], lines: int) -> bool:
    if lines == 1:
        return not cells[-1].endswith("\n")  # a quote that is open at the end of the file
    long = [cell for cell in cells if "\n" in cell]
    try:
        for cell in long:
            msgspec.json.decode(cell)
    except UNREADABLE:
        return False
    return bool(long)
