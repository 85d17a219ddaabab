"""
How are the rows of a CSV read, when some are torn?

A quote that is never closed costs its own line, not those after it; a row over several lines is one where
the JSON in it is.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

import msgspec

from chargeboard.capture.formats.reading import Source

csv.field_size_limit(1 << 24)
"""A cell may hold the largest frame."""


class Row(msgspec.Struct):
    """One row, by its columns."""

    line: int
    cells: dict[str, str]
    text: str


def is_heading(line: str, needed: set[str]) -> bool:
    """Whether the line names those columns."""
    return "," in line and {column.strip(' "').lower() for column in line.split(",")} >= needed


def rows(lines: Iterable[bytes], source: Source, needed: set[str]) -> Iterator[Row]:
    """
    The rows below a heading that has the `needed` columns; their names in lower case.

    Rows before it come with no cells.
    """
    columns = source.columns
    for line, cells, text in _split(lines):
        if not columns:
            heading = [cell.strip().lower() for cell in cells]
            if needed <= set(heading):
                source.columns = columns = heading
            else:
                yield Row(line, {}, text)
        elif len(cells) < len(columns):
            yield Row(line, {}, text)
        else:
            yield Row(line, dict(zip(columns, cells, strict=False)), text)


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
            yield line, cells, "\n".join(taken)
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
    long = [cell for cell in cells if "\n" in cell]
    try:
        for cell in long:
            msgspec.json.decode(cell)
    except (msgspec.DecodeError, ValueError):
        return False
    return bool(long) or lines == 1
