"""
How is a CSV of sessions read, when some of its lines are torn?

A quote that is never closed costs its own line, not those after it.
"""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterator, Sequence

_DELIMITERS = ";,\t|"
_CELL_LINES_MOST = 20
"""So many lines a cell may go over: an address, a note."""
_HEAD_LINES = 40


def text_of(data: bytes) -> str:
    """The text of a file: UTF-8 or UTF-16, else as spreadsheets of the West wrote it before."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", "replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def csv_records(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Each record by its first line; a torn line is one of a single cell."""
    lines = text.splitlines()
    delimiter, first = _delimiter_of(lines)
    number = first
    while number < len(lines):
        taken = _lines_of_record(lines, number)
        cells = next(
            csv.reader([f"{line}\n" for line in taken], delimiter=delimiter, skipinitialspace=True), []
        )
        yield number + 1, [cell.strip() for cell in cells]
        number += len(taken)


def _lines_of_record(lines: Sequence[str], first: int) -> Sequence[str]:
    quotes = lines[first].count('"')
    if quotes % 2 == 0:
        return lines[first : first + 1]
    for end in range(first + 1, min(first + _CELL_LINES_MOST, len(lines))):
        quotes += lines[end].count('"')
        if quotes % 2 == 0:
            return lines[first : end + 1]
    return [lines[first].replace('"', "")]


def _delimiter_of(lines: Sequence[str]) -> tuple[str, int]:
    """What is between cells, and with which line they begin: Excel says `sep=;` in a line of its own."""
    if lines and lines[0].lower().startswith("sep=") and len(lines[0]) >= 5:
        return lines[0][4], 1
    head = lines[:_HEAD_LINES]
    return max(_DELIMITERS, key=lambda sign: max((line.count(sign) for line in head), default=0)), 0
