"""
How is a sheet of XLSX, XLS or ODS read?

By `python-calamine`, which is an extra. Its dates are dates, whatever they look like in the sheet.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from chargeboard.capture.session_files.words import say
from chargeboard.capture.unpacking import DamagedError

_MAGIC = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
"""Of a ZIP, which XLSX and ODS are, and of what XLS is."""


def is_spreadsheet(magic: bytes) -> bool:
    """Whether a file that begins so may be one."""
    return magic.startswith(_MAGIC)


def spreadsheet_records(path: Path, sheet: str = "") -> Iterator[tuple[int, Sequence[Any]]]:
    """
    The rows of a sheet, by their numbers there; of the only one where none is named.

    Raises: DamagedError.
    """
    if find_spec("python_calamine") is None:
        raise DamagedError(say("needs_calamine"))
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - few need it

    try:
        book = CalamineWorkbook.from_path(path)
        found = book.get_sheet_by_name(_sheet_of(book.sheet_names, sheet))
        first_row = found.start[0] if found.start else 0
        rows = found.to_python(skip_empty_area=True)
    except (CalamineError, OSError, ValueError) as error:
        raise DamagedError(say("spreadsheet_damaged", error=error)) from error
    yield from enumerate(rows, first_row + 1)


def _sheet_of(names: Sequence[str], wanted: str) -> str:
    if wanted in names:
        return wanted
    if wanted or len(names) != 1:
        raise DamagedError(say("which_sheet", sheets=", ".join(names)))
    return names[0]
