"""How is a list sent as CSV?"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from litestar.response import Stream

from chargeboard.documents.sheets import Sheet
from chargeboard.domain.figures.evidence import Whose

_A_PIECE = 1000


def sheet_file(sheet: Sheet, whose: Whose, rows: Iterable[object]) -> Stream:
    """A list of a charger to download, sent as it is read; no byte order mark, which programs misread."""
    return Stream(
        _pieces(sheet.heads, sheet.cells(whose, rows)),
        media_type="text/csv; charset=utf-8",
        headers={
            "Content-Disposition": f'attachment; filename="{sheet.name}.csv"',
            "Cache-Control": "private, no-cache",
        },
    )


def _pieces(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[bytes]:
    text = io.StringIO()
    out = csv.writer(text, lineterminator="\n")
    out.writerow(heads)
    for number, row in enumerate(rows, 1):
        out.writerow(row)
        if number % _A_PIECE == 0:
            yield text.getvalue().encode()
            text.seek(0)
            text.truncate()
    yield text.getvalue().encode()
