"""
Which rows does a file hold, whatever wrote it?

CSV in any usual delimiter and encoding, also packed; Parquet; spreadsheets. The heading is the first row that
names columns of sessions: portals write titles above it.
"""

from __future__ import annotations

import io
import zlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path
from typing import NamedTuple, TypeAlias
from zipfile import BadZipFile, ZipFile

from chargeboard.capture.session_files.csv_table import csv_records, text_of
from chargeboard.capture.session_files.parquet_table import parquet_records
from chargeboard.capture.session_files.spreadsheet import (
    cells_said,
    is_spreadsheet,
    sheet_names,
    spreadsheet_records,
)
from chargeboard.capture.session_files.words import say
from chargeboard.capture.unpacking import DamagedError, blocks

Cell: TypeAlias = str | int | float | bool | datetime | date | time | timedelta | None
Records: TypeAlias = Iterator[tuple[int, Sequence[Cell]]]
"""Lines, or rows of a sheet, by number from 1, and their cells."""

MOST_BYTES = 1 << 30
"""Of a text or a spreadsheet, however small it was packed."""
MOST_CELLS = 50_000_000
"""Of a sheet: what reads it has room for each, blank or not."""
_DAMAGED = (BadZipFile, zlib.error, RuntimeError, EOFError)
_ABOVE_MOST = 30
"""Rows above a heading."""
_SAMPLE_ROWS = 1_000


class Table(NamedTuple):
    """The rows of a file under a heading."""

    name: str
    heading: Sequence[str]
    sample: Sequence[tuple[int, Sequence[Cell]]]
    """The first rows."""
    records: Callable[[], Records]
    """All rows from the beginning, each time it is called."""
    heading_row: int

    def rows(self) -> Records:
        """Those under the heading that are not blank. Raises: DamagedError, where it is met."""
        for number, cells in self.records():
            if number > self.heading_row and any(cell not in {None, ""} for cell in cells):
                yield number, cells


class TableError(Exception):
    """The file cannot be read as a table; the message says why."""


def opened(path: Path, is_heading: Callable[[Sequence[str]], bool], sheet: str = "") -> Table:
    """
    The table of a file; its heading is the first row of which `is_heading` says so, else its first row.

    Raises: TableError, OSError.
    """
    try:
        records = _records_of(path, sheet)
        above = [
            (number, cells) for number, cells in islice(records(), _ABOVE_MOST) if any(map(shown, cells))
        ]
        if not above:
            raise TableError(say("empty_table"))
        named = ((number, [shown(cell) for cell in cells]) for number, cells in above)
        first = (above[0][0], [shown(cell) for cell in above[0][1]])
        heading_row, heading = next(((n, cells) for n, cells in named if is_heading(cells)), first)
        table = Table(path.name, heading, (), records, heading_row)
        return table._replace(sample=list(islice(table.rows(), _SAMPLE_ROWS)))
    except DamagedError as error:
        raise TableError(str(error)) from error


def sheets_in(path: Path) -> Sequence[str]:
    """
    The sheets of a workbook, in its order; of any other file none.

    Raises: TableError, OSError.
    """
    if not is_spreadsheet(_magic_of(path)):
        return ()
    _see_that_it_is_small(path)
    try:
        return sheet_names(path)
    except DamagedError as error:
        raise TableError(str(error)) from error


def _records_of(path: Path, sheet: str) -> Callable[[], Records]:
    magic = _magic_of(path)
    if magic[:4] == b"PAR1":
        return lambda: parquet_records(path)
    if is_spreadsheet(magic):
        _see_that_it_is_small(path)
        records = list(spreadsheet_records(path, sheet))
        return lambda: iter(records)
    text = text_of(_unpacked(path))
    return lambda: csv_records(text)


def _magic_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(8)


def _see_that_it_is_small(path: Path) -> None:
    """As a packed file says itself; who reads one that is none, or is damaged, will say so."""
    try:
        with ZipFile(path) as packed:
            size, cells = sum(one.file_size for one in packed.infolist()), cells_said(packed)
    except _DAMAGED:
        return
    if size > MOST_BYTES:
        raise TableError(say("too_large"))
    if cells > MOST_CELLS:
        raise TableError(say("too_many_cells", cells=cells))


def _unpacked(path: Path) -> bytes:
    found, size = io.BytesIO(), 0
    try:
        with path.open("rb") as raw:
            for block in blocks(raw):
                size += found.write(block)
                if size > MOST_BYTES:
                    raise TableError(say("too_large"))
    except DamagedError as error:
        raise TableError(str(error)) from error
    return found.getvalue()


def shown(cell: Cell) -> str:
    """A cell as people read it."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    return str(cell).strip()
