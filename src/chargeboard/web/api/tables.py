"""How is something sent as a CSV file?"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

from litestar import Response
from litestar.response import Stream

from chargeboard.documents.sheets import Sheet
from chargeboard.domain.figures.evidence import Whose

_A_PIECE = 1000
_CSV = "text/csv"
"""The charset, UTF-8, is added on its way out."""


def sheet_file(sheet: Sheet, whose: Whose, rows: Iterable[object]) -> Stream:
    """A list of a charger to download, sent as it is read; no byte order mark, which programs misread."""
    return Stream(
        _pieces(sheet.heads, sheet.cells(whose, rows)),
        media_type=_CSV,
        headers=_headers(sheet.name),
    )


def csv_file(name: str, data: bytes) -> Response[bytes]:
    """A file that is there whole, to download."""
    return Response(data, media_type=_CSV, headers=_headers(name))


def csv_of(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A file as bytes."""
    return b"".join(_pieces(heads, rows))


def _headers(name: str) -> dict[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="{name}.csv"',
        "Cache-Control": "private, no-cache",
    }


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
