"""
How is a sheet of XLSX, XLS or ODS read?

By `python-calamine`, which is an extra. Its dates are dates, whatever they look like in the sheet.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import reduce
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import ZipFile

from chargeboard.capture.session_files.words import say
from chargeboard.capture.unpacking import DamagedError

if TYPE_CHECKING:
    from python_calamine import CalamineWorkbook

_MAGIC = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""Of a ZIP, which XLSX and ODS are, and of what XLS is."""
_XLSX_SHEETS = "xl/worksheets/"
_HEAD_BYTES = 4096
_EXTENT = re.compile(rb'<dimension ref="[A-Z]{1,3}\d{1,7}:([A-Z]{1,3})(\d{1,7})"')


def is_spreadsheet(magic: bytes) -> bool:
    """Whether a file that begins so may be one."""
    return magic.startswith(_MAGIC)


def sheet_names(path: Path) -> Sequence[str]:
    """
    The sheets of a workbook, in its order.

    Raises: DamagedError.
    """
    with _opened(path) as book:
        return book.sheet_names


def spreadsheet_records(path: Path, sheet: str = "") -> Iterator[tuple[int, Sequence[Any]]]:
    """
    The rows of a sheet, by their numbers there; of the only one where none is named.

    Raises: DamagedError.
    """
    with _opened(path) as book:
        found = book.get_sheet_by_name(_sheet_of(book.sheet_names, sheet))
        first_row = found.start[0] if found.start else 0
        rows = found.to_python(skip_empty_area=True)
    yield from enumerate(rows, first_row + 1)


def cells_said(packed: ZipFile) -> int:
    """How many cells the largest sheet of an XLSX says that it has, from A1 to its last; 0: none says so."""
    heads = [
        packed.open(name).read(_HEAD_BYTES) for name in packed.namelist() if name.startswith(_XLSX_SHEETS)
    ]
    found = [match for head in heads if (match := _EXTENT.search(head))]
    return max((_column(match[1]) * int(match[2]) for match in found), default=0)


def _column(letters: bytes) -> int:
    """A is 1, Z 26, AA 27."""
    return reduce(lambda number, letter: number * 26 + letter - ord("A") + 1, letters, 0)


@contextmanager
def _opened(path: Path) -> Iterator[CalamineWorkbook]:
    if find_spec("python_calamine") is None:
        raise DamagedError(say("needs_calamine"))
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - few need it

    try:
        yield CalamineWorkbook.from_path(path)
    except (CalamineError, OSError, ValueError) as error:
        raise DamagedError(say("spreadsheet_damaged", error=error)) from error


def _sheet_of(names: Sequence[str], wanted: str) -> str:
    if wanted in names:
        return wanted
    if wanted or len(names) != 1:
        raise DamagedError(say("which_sheet", sheets=", ".join(names)))
    return names[0]
