"""What is something that happened as a row of a file?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from chargeboard.documents.sheets import ACTIVITY
from chargeboard.domain.figures.happenings import Happening


class _Whose(msgspec.Struct, frozen=True):
    """The charger of a row."""

    id: str
    name: str
    site: str
    timezone: str


def activity_rows(rows: Iterable[Happening]) -> Iterator[list[object]]:
    """The cells of each."""
    for row in rows:
        yield from ACTIVITY.cells(_Whose(row.charger, row.name, row.site, row.timezone), [row])
