"""
How are years of everything written as Parquet, a month of one table after the other?

A folder holds one export: a file for each table and month, of all its chargers. A file that is written again
replaces the one before in one step; what the database has let go of meanwhile is not taken out of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter
from pathlib import Path

import click
import msgspec

from chargeboard.cli.export.mark import MARK, Mark
from chargeboard.cli.export.months import Month, month_of, months
from chargeboard.cli.export.parquet_file import ParquetFile, about_file
from chargeboard.cli.export.rows import Rows
from chargeboard.cli.export.words import say
from chargeboard.cli.progress import Bar
from chargeboard.documents.tables import SCHEMA, tables
from chargeboard.domain.figures.evidence import Whose
from chargeboard.domain.records import KeptSince
from chargeboard.time.instants import HOUR, Instant, Micros
from chargeboard.time.spans import Span

_OVER_AFTER: Micros = 24 * HOUR
"""No zone is further behind UTC."""
_KEPT: Mapping[str, Callable[[KeptSince], Instant]] = {
    "frames": attrgetter("frames"),
    "facts": attrgetter("evidence"),
    "sessions": attrgetter("sessions"),
}
"""Since when what is in a table is whole."""


@dataclass(frozen=True)
class Dates:
    """The months of which dates are asked for; None: from the beginning, and through the end."""

    first: date | None
    last: date | None

    def narrowed(self, extent: Span) -> tuple[Month, Month]:
        """The first and the last month of it in which there is anything."""
        first, last = month_of(extent.start), month_of(extent.end - 1)
        if self.first is not None:
            first = max(first, Month(self.first.year, self.first.month))
        if self.last is not None:
            last = min(last, Month(self.last.year, self.last.month))
        return first, last


@dataclass(frozen=True)
class ParquetExport:
    """An export of chargers into a folder."""

    folder: Path
    rows: Rows
    chargers: Sequence[Whose]
    now: Instant
    kept_since: Mapping[str, KeptSince]
    only_missing: bool

    def claim(self, charger: str | None) -> None:
        """The folder is of this export, and of no other. Raises: ClickException."""
        ours, path = Mark(charger=charger or ""), self.folder / MARK
        self.folder.mkdir(parents=True, exist_ok=True)
        try:
            theirs = msgspec.json.decode(path.read_bytes(), type=Mark)
        except FileNotFoundError:
            unfinished = path.with_suffix(".new")
            unfinished.write_bytes(msgspec.json.encode(ours))
            unfinished.replace(path)
            return
        except msgspec.MsgspecError as error:
            raise click.ClickException(say("not_ours", file=path)) from error
        if theirs != ours:
            raise click.ClickException(say("other_folder", folder=self.folder, theirs=theirs, ours=ours))

    def write(self, what: str, asked: Dates, bar: Bar) -> list[str]:
        """All months of a table; what is to be told of it."""
        extents = {whose.id: self.rows.extent(what, whose.id) for whose in self.chargers}
        known = {station: asked.narrowed(extent) for station, extent in extents.items() if extent}
        wanted = sorted({month for first, last in known.values() for month in months(first, last)})
        told = bar.begin(say("exporting", what=what), len(wanted))
        rows = written = left = let_go = 0
        for number, month in enumerate(wanted):
            path = self.folder / what / f"year={month.year}" / f"month={month.number}" / f"{what}.parquet"
            of_it = [
                whose for whose in self.chargers if whose.id in known and _within(month, known[whose.id])
            ]
            if path.exists() and self._has_let_go(what, month, of_it):
                let_go += 1
            elif self.only_missing and _is_whole(path, month):
                left += 1
            else:
                of_file = self._write_month(path, what, month, of_it)
                rows, written = rows + of_file, written + bool(of_file)
            told(number + 1)
        lines = [say("written", what=what, rows=say("rows", n=rows), months=say("months", n=written))]
        lines += [say("left", what=what, n=left)] if left else []
        return lines + ([say("left_for_retention", what=what, n=let_go)] if let_go else [])

    def _write_month(self, path: Path, what: str, month: Month, chargers: Iterable[Whose]) -> int:
        """How many rows there were; where there is none a file is left as it is."""
        about = {
            "schema": str(SCHEMA),
            "table": what,
            "month": str(month.first)[:7],
            "made_at_us": str(self.now),
        }
        table = tables()[what]
        with ParquetFile(path, table, about) as file:
            for whose in chargers:
                for rows in self.rows.of(what, whose.id, month):
                    if rows:
                        file.add(table.filled_with(whose, rows))
        return file.rows

    def _has_let_go(self, what: str, month: Month, chargers: Iterable[Whose]) -> bool:
        """Whether what there is of a month is not whole any more for one of them."""
        kept = _KEPT.get(what)
        return kept is not None and any(
            kept(self.kept_since[whose.id]) > month.span.start
            for whose in chargers
            if whose.id in self.kept_since
        )


def _within(month: Month, known: tuple[Month, Month]) -> bool:
    return known[0] <= month <= known[1]


def _is_whole(path: Path, month: Month) -> bool:
    """Whether a file is there that was written when its month was over in every zone."""
    about = about_file(path)
    if about.get("schema") != str(SCHEMA):
        return False
    return int(about["made_at_us"]) >= month.span.end + _OVER_AFTER
