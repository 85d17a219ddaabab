"""How is something sent as a CSV file?"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from litestar import Response
from litestar.response import Stream

from chargeboard.documents.sheets import Sheet
from chargeboard.domain.figures.evidence import Whose

_A_PIECE = 1000
_JSON = "application/json"
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


def json_file(name: str, documents: object, left_out: int) -> Response[bytes]:
    """Documents to download; a heading says how many were left out."""
    headers = _headers(name, "json") | {"X-Left-Out": str(left_out)}
    return Response(msgspec.json.format(msgspec.json.encode(documents)), media_type=_JSON, headers=headers)


def csv_of(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A file as bytes."""
    return b"".join(_pieces(heads, rows))


def _headers(name: str, ending: str = "csv") -> dict[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="{name}.{ending}"',
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
