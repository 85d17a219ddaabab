"""
Which charger needs somebody?

The store keeps one line per charger and finds a page among them and those that stand here in the place of
lines that are not true.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import msgspec
from msgspec.structs import replace

from chargeboard.domain.figures.board import FleetRow
from chargeboard.domain.figures.fleet import (
    FleetCounts,
    FleetInNumbers,
    FleetNumbers,
    FleetOrder,
    FleetPage,
    FleetWanted,
)
from chargeboard.domain.figures.site import ChargerPart
from chargeboard.domain.paging import ALL
from chargeboard.history.opening import Histories
from chargeboard.history.remembered import Answers
from chargeboard.metrics.fleet import counts, line_of
from chargeboard.run.answering.board import make_board
from chargeboard.run.answering.fleet_line import row_of
from chargeboard.run.answering.made_lines import MadeLines
from chargeboard.run.answering.shown_lines import NOT_BEHIND, Behind
from chargeboard.time.instants import Instant

_ROW, _NUMBERS = msgspec.json.Decoder(FleetRow), msgspec.json.Decoder(FleetNumbers)
PARTS_BYTES = 16 << 20
"""Some hundred parts of sites that were looked at."""
_PART = msgspec.msgpack.Decoder(ChargerPart)
ROWS_BYTES = 2 << 20
"""Some hundred rows that were read."""
PART_WEIGHT, ROW_WEIGHT = 9, 4
"""What was read of so many bytes takes about so many times as many, these included."""


class Fleet:
    """The list, as the store keeps it and, where that is behind, as it is made here."""

    def __init__(self, histories: Histories, *, is_made_elsewhere: bool = False) -> None:
        """`is_made_elsewhere`: another process makes lines again, within seconds."""
        self._is_made_elsewhere = is_made_elsewhere
        self._store, self._histories = histories.store, histories
        self._made = MadeLines(histories, is_made_elsewhere=is_made_elsewhere)
        self._counts: dict[frozenset[str] | None, FleetCounts] = {}
        """Of all chargers that a reader of these sites sees."""
        self._counted_at = -1
        """The changes of lines that are made here by then."""

    def page(self, wanted: FleetWanted, at: Instant, sites: frozenset[str] | None = None) -> FleetPage:
        """A page of the list as it is now; with `sites` of their chargers alone."""
        with self._store.reading():
            found, behind = self._found(wanted, at, sites)
            counts = self._counted(sites)
            among = self._counted_of(FleetWanted(text=wanted.text, tag=wanted.tag), sites)
            shown = self._counted_of(wanted, sites)
        rows = [self._row(station, doc, behind.heard_at) for station, doc in found]
        if sites is not None:  # a row that is not made again yet may tell of another site than its line
            rows = [row for row in rows if row.site in sites]
        return FleetPage(
            at=at, rows=rows, as_of=behind.as_of, counts=counts, among=among, shown=shown, wanted=wanted
        )

    def numbers(
        self, wanted: FleetWanted, at: Instant, sites: frozenset[str] | None = None
    ) -> FleetInNumbers:
        """All lines that are wanted, as far as they are numbers."""
        with self._store.reading():
            found, behind = self._found(wanted, at, sites)
            counts = self._counted_of(wanted, sites)
        rows = [self._numbers(station, doc, behind.heard_at) for station, doc in found]
        return FleetInNumbers([row for row in rows if sites is None or row.site in sites], counts)

    def _found(
        self, wanted: FleetWanted, at: Instant, sites: frozenset[str] | None
    ) -> tuple[list[tuple[str, bytes | None]], Behind]:
        """Chargers of a page and their rows as JSON, and how far these are behind."""
        self._made.look(at)
        found = self._store.fleet_page(wanted, self._made.lines, sites)
        behind = self._behind(found, at)
        if self._made.make_again([station for station, _ in found], at):
            found = self._store.fleet_page(wanted, self._made.lines, sites)
        return found, behind

    def rows_of(self, docs: Mapping[str, bytes], at: Instant) -> dict[str, FleetRow]:
        """Rows as a page of the list shows them now, by charger, of those whose kept ones are these."""
        with self._store.reading():
            self._made.look(at)
            heard_at = self._behind([*docs.items()], at).heard_at
            self._made.make_again([*docs], at)
        return {
            station: self._row(station, doc, heard_at)
            if (made := self._made.of(station)) is None
            else made.row
            for station, doc in docs.items()
        }

    def parts(self, site: str, at: Instant) -> list[tuple[FleetRow, ChargerPart | None]]:
        """The chargers of a site by name, each with its part of the sums; None: it was never heard."""
        wanted, sites = FleetWanted(sort=FleetOrder.NAME, limit=ALL), frozenset({site})
        with self._store.reading():
            found, behind = self._found(wanted, at, sites)
            kept = self._store.fleet_parts([station for station, doc in found if doc is not None])
            # lines of an older program have none; of whom nothing was heard there is none
            bare = [station for station, doc in found if doc is not None and station not in kept]
            if bare and self._made.make_again(bare, at, filter(self._histories.is_known, bare)):
                found = self._store.fleet_page(wanted, self._made.lines, sites)
        rows = [self._row(station, doc, behind.heard_at) for station, doc in found]
        return [(row, self._part(row.id, kept.get(row.id))) for row in rows if row.site == site]

    def _part(self, station: str, body: bytes | None) -> ChargerPart | None:
        made = self._made.of(station)
        if made is not None:
            return made.part
        return None if body is None else _part_told(body)

    def charger_count(self, at: Instant, sites: frozenset[str] | None = None) -> int:
        """How many chargers the list has."""
        with self._store.reading():
            self._made.look(at)
            return self._counted(sites).chargers

    def stations_of(self, sites: Collection[str], at: Instant) -> list[str]:
        """The chargers of sites, by id; no other is looked at."""
        with self._store.reading():
            self._made.look(at)
            return self._ids(FleetWanted(limit=ALL), sites)

    def zone(self, at: Instant, sites: frozenset[str] | None = None) -> str | None:
        """The zone of all chargers of the list; None where they have several."""
        self._made.look(at)
        return self._counted(sites).timezone

    def page_of_past(
        self, wanted: FleetWanted, at: Instant, now: Instant, sites: frozenset[str] | None = None
    ) -> FleetPage:
        """A page by id of those that are listed now, as they were at an instant: each row is made anew."""
        with self._store.reading():
            self._made.look(now)
            shown = self._ids(wanted, sites)
            rows = [row_of(make_board(self._histories.of(station, at))) for station in shown]
            chargers = self._counted(sites).chargers
        told = msgspec.structs.replace(counts(map(line_of, rows)), chargers=chargers)
        return FleetPage(at=at, rows=rows, counts=told, among=told, shown=told, wanted=wanted)

    def _ids(self, wanted: FleetWanted, sites: Collection[str] | None) -> list[str]:
        own = {line.station for line in self._made.lines if sites is None or line.site in sites}
        return self._store.fleet_ids(wanted, own, sites)

    def _behind(self, found: Sequence[tuple[str, bytes | None]], at: Instant) -> Behind:
        """How far lines of a page are behind that another process makes."""
        if not self._is_made_elsewhere:
            return NOT_BEHIND
        told_by = {station: _row_told(doc).last_contact or 0 for station, doc in found if doc is not None}
        return self._made.look_at_shown(told_by, at)

    def _counted(self, sites: frozenset[str] | None) -> FleetCounts:
        if self._counted_at != self._made.changes:
            self._counts, self._counted_at = {}, self._made.changes
        counts = self._counts.get(sites) or self._store.fleet_counts(FleetWanted(), self._made.lines, sites)
        self._counts[sites] = counts
        return counts

    def _counted_of(self, wanted: FleetWanted, sites: frozenset[str] | None) -> FleetCounts:
        if not (wanted.text or wanted.tag or wanted.show):
            return self._counted(sites)
        return self._store.fleet_counts(wanted, self._made.lines, sites)

    def _row(self, station: str, doc: bytes | None, heard_at: Mapping[str, Instant]) -> FleetRow:
        if doc is None:
            return self._made[station].row
        row = _row_told(doc)
        last = max(heard_at.get(station, 0), row.last_contact or 0)
        return row if last == row.last_contact or not last else replace(row, last_contact=last)

    def _numbers(self, station: str, doc: bytes | None, heard_at: Mapping[str, Instant]) -> FleetNumbers:
        if doc is None:
            return msgspec.convert(self._made[station].row, FleetNumbers, from_attributes=True)
        told = _NUMBERS.decode(doc)
        if station in heard_at:
            told.last_contact = max(heard_at[station], told.last_contact or 0)
        return told


_part_told = Answers[bytes, ChargerPart](PARTS_BYTES, _PART.decode, lambda body, _: PART_WEIGHT * len(body))
"""The part of its site that is kept, which nobody changes."""
_row_told = Answers[bytes, FleetRow](ROWS_BYTES, _ROW.decode, lambda doc, _: ROW_WEIGHT * len(doc))
"""The row that is kept."""
