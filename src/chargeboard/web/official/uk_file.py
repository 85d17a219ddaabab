"""How is the UK's template sent?"""

from __future__ import annotations

from collections.abc import Iterable

from litestar import Response

from chargeboard.documents.sheets import cell
from chargeboard.official.exports.uk import HEADS, UkPoint, rows
from chargeboard.web.api.tables import csv_file, csv_of


def uk_file(year: int, points: Iterable[UkPoint]) -> Response[bytes]:
    """A calendar year of charge points as CSV."""
    told = ([*map(cell, row)] for row in rows(year, points))
    return csv_file(f"uk-{year}", csv_of(HEADS, told))
