"""What would a list of windows declare, line by line? Nothing is kept while a line of it is refused."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import msgspec
from msgspec.structs import replace

from chargeboard.domain.exclusions import DeclaredExclusion
from chargeboard.domain.sheet_plan import RefusedRow
from chargeboard.domain.spreadsheet import unquoted
from chargeboard.run.excluding import FIELDS, ExclusionError, Exclusions
from chargeboard.run.words import say
from chargeboard.time.days import day_of

_SAME = {"id": "", "kept_at": 0}
"""What two windows that say the same differ in."""


class WindowRow(msgspec.Struct, frozen=True):
    """A line that would declare a window."""

    line: int
    window: DeclaredExclusion
    zone: str


class ExclusionPlan(msgspec.Struct, frozen=True):
    """All that a list would declare."""

    rows: tuple[WindowRow, ...] = ()
    refused: tuple[RefusedRow, ...] = ()
    unchanged: int = 0
    """Lines that say what is declared anyway."""

    @property
    def may_be_applied(self) -> bool:
        """Whether there is something to declare, and nothing in the way."""
        return bool(self.rows) and not self.refused


def planned(
    exclusions: Exclusions, rows: Iterable[tuple[int, Sequence[str]]], month: date | None = None, by: str = ""
) -> ExclusionPlan:
    """
    Rows with the number of their line, the first of them the heading: `kind`, `from`, `until` and the others.

    `month`: only windows that touch this local month; `by` declares where a line names nobody.
    """
    found, refused, unchanged = list[WindowRow](), list[RefusedRow](), 0
    known, places = {_said(one) for one in exclusions.all()}, exclusions.places()
    heads: list[str] = []
    for line, cells in rows:
        if not heads:
            heads = [cell.lower() for cell in cells]
            if wrong := [head for head in heads if head not in FIELDS]:
                why = say("exclusion_no_column", names=", ".join(wrong), fields=", ".join(FIELDS))
                return ExclusionPlan(refused=(RefusedRow(line, "", why),))
            if twice := sorted({head for head in heads if heads.count(head) > 1}):
                why = say("exclusion_column_twice", names=", ".join(twice))
                return ExclusionPlan(refused=(RefusedRow(line, "", why),))
            continue
        if len(cells) > len(heads):
            refused.append(RefusedRow(line, "", say("exclusion_more_cells")))
            continue
        given = {"by": by, **{name: unquoted(cell) for name, cell in zip(heads, cells, strict=False) if cell}}
        whom = given.get("charger") or given.get("site", "")
        try:
            window, zone = exclusions.checked(given, places)
            _check_month(window, zone, month)
        except ExclusionError as error:
            refused.append(RefusedRow(line, whom, str(error)))
            continue
        if _said(window) in known:
            unchanged += 1
            continue
        known.add(_said(window))
        found.append(WindowRow(line, window, zone))
    if not heads:
        refused.append(RefusedRow(1, "", say("exclusion_no_rows")))
    return ExclusionPlan(tuple(found), tuple(refused), unchanged)


def _check_month(window: DeclaredExclusion, zone: str, month: date | None) -> None:
    if month is None:
        return
    first, last = (day_of(at, zone).replace(day=1) for at in (window.from_at, window.until_at - 1))
    if not first <= month <= last:
        raise ExclusionError("from", say("exclusion_other_month", month=month.isoformat()[:7]))


def _said(window: DeclaredExclusion) -> DeclaredExclusion:
    return replace(window, **_SAME)
