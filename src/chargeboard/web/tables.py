"""How is a list sent as CSV?"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from litestar.response import Stream

from chargeboard.domain.evidence import Whose
from chargeboard.view.sheets import Sheet

_A_PIECE = 1000
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def csv_file(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Stream:
    """A table to download, sent as it is read; without a byte order mark, which programs misread."""
    return Stream(
        _pieces(heads, rows),
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cache-Control": "private, no-cache",
        },
    )


def sheet_file(sheet: Sheet, whose: Whose, rows: Iterable[object]) -> Stream:
    """A list of a charger to download."""
    return csv_file(f"{sheet.name}.csv", sheet.heads, sheet.cells(whose, rows))


def _pieces(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(heads)
    for number, row in enumerate(rows, 1):
        out.writerow([_cell(value) for value in row])
        if number % _A_PIECE == 0:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()


def _cell(value: object) -> object:
    """A text that a spreadsheet would compute is quoted for it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list | tuple):
        value = " ".join(map(str, value))
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value
