"""
The list of chargers as a file that may be brought back: what does it say, and what would it change?

A row for each charger, a column for each thing that is set for one; a cell holds what was set for that very
charger, not what it has of the settings of all.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Collection
from collections.abc import Set as AbstractSet

from chargeboard.capture.csms.identity import wrong_with
from chargeboard.capture.csv_rows import NotCsvError, csv_rows
from chargeboard.config.charger_book import KEYS, ChargerBook
from chargeboard.config.checking import did_you_mean
from chargeboard.config.words import say
from chargeboard.domain.records import Charger
from chargeboard.domain.setting import SettingError
from chargeboard.domain.sheet_plan import CellChange, PlanChangedError, RefusedRow, RowChange, SheetPlan
from chargeboard.domain.spreadsheet import quoted_once_more, unquoted
from chargeboard.ports.store import Store

COLUMNS = ("charger", *KEYS)
"""The headings, with their units."""


class ChargerSheet:
    """The chargers of a store, as rows."""

    def __init__(self, book: ChargerBook, store: Store) -> None:
        self._book, self._store = book, store

    def written(self, stations: Collection[str]) -> bytes:
        """These chargers; bringing it back as it is changes nothing."""
        stored = self._store.chargers_named(stations)
        text = io.StringIO()
        out = csv.writer(text, lineterminator="\n")
        out.writerow(COLUMNS)
        for station in sorted(stations):
            own = self._book.own_texts(station, stored.get(station))
            out.writerow([quoted_once_more(station), *(quoted_once_more(own[key]) for key in KEYS)])
        return text.getvalue().encode()

    def plan(
        self,
        data: bytes,
        known: Collection[str],
        *,
        sites: AbstractSet[str] | None = None,
        may_add: bool = True,
    ) -> SheetPlan:
        """
        What a file would change; nothing is.

        `known` are the chargers that whoever asks may see, `sites` those that they may move one to, None:
        any. Without `may_add` a charger that is not known is refused, whether there is one or not.
        """
        return self._planned(data, known, sites, may_add=may_add)[0]

    def apply(
        self,
        data: bytes,
        digest: str,
        known: Collection[str],
        *,
        sites: AbstractSet[str] | None = None,
        may_add: bool = True,
    ) -> SheetPlan:
        """
        Change what was looked at, all of it or nothing.

        Raises: PlanChangedError where that is not what the file would change now, or may not be.
        """
        with self._store.together():
            plan, after = self._planned(data, known, sites, may_add=may_add)
            if plan.digest != digest or not plan.may_be_applied:
                raise PlanChangedError(plan)
            for charger in after:
                self._store.save_charger(charger)
            return plan

    def _planned(
        self, data: bytes, known: Collection[str], sites: AbstractSet[str] | None, *, may_add: bool
    ) -> tuple[SheetPlan, list[Charger]]:
        reading = _Reading(
            self._book,
            self._store,
            known,
            sites,
            may_add=may_add,
        )
        try:
            rows = csv_rows(data)
            line, heading = next(rows, (1, []))
            columns = reading.columns(line, heading)
            for number, cells in rows if columns else ():
                reading.take(number, dict(zip(columns, cells, strict=False)), cells[len(columns) :])
        except NotCsvError as error:
            reading.refused.append(RefusedRow(error.line, "", str(error)))
        refused = tuple(sorted(reading.refused, key=lambda one: one.line))
        return SheetPlan(tuple(reading.rows), refused, reading.unchanged), reading.after


class _Reading:
    """A file, row by row."""

    def __init__(
        self,
        book: ChargerBook,
        store: Store,
        known: Collection[str],
        sites: AbstractSet[str] | None,
        *,
        may_add: bool,
    ) -> None:
        self._book, self._store, self._sites, self._may_add = book, store, sites, may_add
        self._known = frozenset(known)
        self._blank = {one.strip(): one for one in known if one != one.strip()}
        """Ids that begin or end with a blank, which no cell keeps."""
        self._lines: dict[str, int] = {}
        self.rows: list[RowChange] = []
        self.refused: list[RefusedRow] = []
        self.after: list[Charger] = []
        self.unchanged = 0

    def columns(self, line: int, heading: list[str]) -> list[str]:
        """The keys of the columns; none where the heading cannot be used."""
        names = [name.strip().lower() for name in heading]
        wrong = [name for name in names if name not in COLUMNS]
        if "charger" not in names:
            why = say("sheet_no_ids", columns=", ".join(COLUMNS))
        elif wrong:
            hint = did_you_mean(wrong[0], COLUMNS)
            why = say("sheet_no_column", column=wrong[0], hint=hint, columns=", ".join(COLUMNS))
        elif len({*names}) < len(names):
            why = say("sheet_column_twice")
        else:
            return names
        self.refused.append(RefusedRow(line, "", why))
        return []

    def take(self, line: int, cells: dict[str, str], beyond: list[str]) -> None:
        """One row: it changes something, or nothing, or is refused."""
        told = _read(cells.pop("charger", ""))
        station = told if told in self._known else self._blank.get(told, told)
        if why := self._why_not(station, beyond):
            self.refused.append(RefusedRow(line, station, why))
            return
        self._lines[station] = line
        known, is_new = self._store.charger(station), station not in self._known
        before = self._book.own_texts(station, known)
        given = {key: _read(text) for key, text in cells.items() if _read(text) != _plain(before[key])}
        try:
            changed = self._book.changed(known or Charger(id=station), given, sites=self._sites)
        except SettingError as error:
            self.refused.append(RefusedRow(line, station, str(error)))
            return
        after = self._book.own_texts(station, changed)
        changes = [CellChange(key, before[key], after[key]) for key in given if before[key] != after[key]]
        if changes or is_new:
            self.rows.append(RowChange(line, station, is_new, tuple(changes)))
            self.after.append(changed)
        else:
            self.unchanged += 1

    def _why_not(self, station: str, beyond: list[str]) -> str:
        if not station:
            return say("sheet_no_id")
        if any(beyond):
            return say("sheet_too_many_cells")
        if station in self._lines:
            return say("sheet_twice", line=self._lines[station])
        if station in self._known:
            return ""
        if not self._may_add:
            return say("sheet_unknown")
        known = self._store.charger(station)
        if known is not None and known.merged_into:
            return say("sheet_merged", head=known.merged_into)
        wrong = wrong_with(station)
        return say("sheet_wrong_id", why=wrong) if wrong else ""


def _read(text: str) -> str:
    """What a cell says, without the quote before what a spreadsheet would compute."""
    return unquoted(_plain(text))


def _plain(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
