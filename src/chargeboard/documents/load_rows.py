"""What is a quarter of an hour as a row of a file?"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from chargeboard.documents.sheets import LOAD
from chargeboard.domain.figures.load import Load


class _Whose(msgspec.Struct, frozen=True):
    """The charger, or the site, as other files of a site name it."""

    id: str
    name: str
    site: str
    timezone: str


def load_rows(told: Load) -> Iterable[list[object]]:
    """The cells of each quarter, by time."""
    one = told.charger
    whose = (
        _Whose(told.name, told.name, told.name, told.timezone)
        if one is None
        else _Whose(one.id, one.name, one.site, one.timezone)
    )
    return LOAD.cells(whose, told.quarters)
