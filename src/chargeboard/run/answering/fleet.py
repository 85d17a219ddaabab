"""
Which charger needs somebody?

The store keeps one line per charger and finds a page among them. A line is made again when its charger said
something or when time alone made it untrue; a request makes as many again as it has time for, those of its
page first, so that a large fleet does not wait for itself. What it made it brings along. A charger that was
never heard has a line, too, as soon as it is named.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from time import thread_time

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
from chargeboard.domain.policy import Profile
from chargeboard.domain.records import FleetLine, Line
from chargeboard.history.look_row import look_row
from chargeboard.history.names import new_name
from chargeboard.history.opening import Histories
from chargeboard.history.remembered import Answers
from chargeboard.metrics.fleet import counts, line_of
from chargeboard.metrics.site.part import part_of
from chargeboard.ports.store import Store
from chargeboard.run.answering.board import MadeBoard, make_board
from chargeboard.run.answering.fleet_line import blank, line_told, row_of
from chargeboard.run.answering.shown_lines import ShownLines
from chargeboard.time.instants import HOUR, NEVER, Instant
from chargeboard.time.spans import Span

_TIMELINE = 24 * HOUR
"""What a page usually shows."""
_AGAIN_S, _AGAIN_LEAST = 0.02, 5
_ELSEWHERE_S, _ELSEWHERE_LEAST = 0.008, 2
"""For so long, and so many at least, a page makes lines again; fewer where another process does, too."""
_NEVER_MADE = -1
"""The revision of a charger of which nothing is known."""
_ROW, _NUMBERS = msgspec.json.Decoder(FleetRow), msgspec.json.Decoder(FleetNumbers)
_PART = msgspec.msgpack.Decoder(ChargerPart)
MOST = 2**31
"""More chargers than any list has."""
ROWS_BYTES = 2 << 20
"""Some thousand rows that were read."""


class _Made(msgspec.Struct):
    """A line that is not kept, the revision that it tells of, and its row."""

    line: Line
    revision: int
    true_until: Instant
    row: FleetRow
    part: ChargerPart | None = None


class Fleet:
    """The list, as the store keeps it and, where that is behind, as it is made here."""

    def __init__(
        self,
        store: Store,
        histories: Histories,
        profile_of: Callable[[str], Profile],
        declared: Collection[str],
        *,
        is_made_elsewhere: bool = False,
    ) -> None:
        """`is_made_elsewhere`: another process makes lines again, within seconds."""
        self._is_made_elsewhere = is_made_elsewhere
        self._store = store
        self._histories = histories
        self._profile_of = profile_of
        self._declared = declared
        self._made: dict[str, _Made] = {}
        """Of chargers whose kept line is not true, and of those that were never heard."""
        self._read_at: object = None
        """The version of the store that the lines were compared with."""
        self._due_at: Instant = 0
        """When time alone makes the next of them untrue."""
        self._stale: dict[str, None] = {}
        self._unheard: list[str] = []
        self._unheard_at = -1
        """When they were found, as `fleet_names` counts."""
        self._unmade: list[str] = []
        """Chargers that were heard and have no line yet."""
        self._named_at = -1
        """When it was seen to it that such chargers have lines."""
        self._counts: dict[frozenset[str] | None, FleetCounts] = {}
        """Of all chargers that a reader of these sites sees."""
        self._turn = 0

    def write(self, stations: Iterable[str], now: Instant) -> list[MadeBoard]:
        """Make lines and keep them; the boards that they were made of, where anything is known."""
        boards, lines = list[MadeBoard](), list[FleetLine]()
        for station in stations:
            # of one moment: another process may forget the charger, or merge it into a new one
            with self._store.reading():
                if self._is_known(station):
                    history, noted = self._histories.noting(station, now)
                    boards.append(made := make_board(history))
                    history.stored_stays(Span(now - _TIMELINE, NEVER))
                    lines.append(line_told(made, look_row(history, noted)))
                elif (blank_line := self._blank_line(station)) is not None:
                    lines.append(blank_line)
        self._store.save_fleet(lines)
        return boards

    def look(self, station: str, now: Instant) -> MadeBoard | None:
        """The board of a charger as it is; None where nothing is known of it."""
        with self._store.reading():
            return make_board(self._histories.of(station, now)) if self._is_known(station) else None

    def _is_known(self, station: str) -> bool:
        return self._store.progress(new_name(self._store, station)).newest_fact_at is not None

    def _blank_line(self, station: str) -> FleetLine | None:
        """That nothing is known of a charger, where it is declared or named."""
        if station not in self._declared and self._store.charger(station) is None:
            return None
        row = blank(self._profile_of(station))
        return FleetLine(line_of(row), _NEVER_MADE, NEVER, msgspec.json.encode(row))

    def without_line(self) -> list[str]:
        """Chargers that were never heard, and whose line is to be made."""
        names = self._store.fleet_names()
        if names == self._named_at:
            return []
        self._named_at = names
        self._store.drop_unlisted(self._declared)
        return self._store.fleet_unkept(self._declared)

    def page(self, wanted: FleetWanted, at: Instant, sites: frozenset[str] | None = None) -> FleetPage:
        """A page of the list as it is now; with `sites` of their chargers alone."""
        with self._store.reading():
            found, heard_at = self._found(wanted, at, sites)
            counts = self._counted(sites)
            among = self._counted_of(FleetWanted(text=wanted.text, tag=wanted.tag), sites)
            shown = self._counted_of(wanted, sites)
        rows = [self._row(station, doc, heard_at) for station, doc in found]
        if sites is not None:  # a row that is not made again yet may tell of another site than its line
            rows = [row for row in rows if row.site in sites]
        return FleetPage(at=at, rows=rows, counts=counts, among=among, shown=shown, wanted=wanted)

    def numbers(
        self, wanted: FleetWanted, at: Instant, sites: frozenset[str] | None = None
    ) -> FleetInNumbers:
        """All lines that are wanted, as far as they are numbers."""
        with self._store.reading():
            found, heard_at = self._found(wanted, at, sites)
            counts = self._counted_of(wanted, sites)
        rows = [self._numbers(station, doc, heard_at) for station, doc in found]
        return FleetInNumbers([row for row in rows if sites is None or row.site in sites], counts)

    def _found(
        self, wanted: FleetWanted, at: Instant, sites: frozenset[str] | None
    ) -> tuple[list[tuple[str, bytes | None]], dict[str, Instant]]:
        """Chargers of a page and their rows as JSON, and when they were heard, where rows tell less."""
        self._look(at)
        found = self._store.fleet_page(wanted, self._own, sites)
        heard_at = self._look_at_shown(found, at)
        if self._stale and self._make_again([station for station, _ in found], at):
            found = self._store.fleet_page(wanted, self._own, sites)
        return found, heard_at

    def parts(self, site: str, at: Instant) -> list[tuple[FleetRow, ChargerPart | None]]:
        """The chargers of a site by name, each with its part of the sums; None: it was never heard."""
        wanted, sites = FleetWanted(sort=FleetOrder.NAME, limit=MOST), frozenset({site})
        with self._store.reading():
            found, heard_at = self._found(wanted, at, sites)
            kept = self._store.fleet_parts([station for station, doc in found if doc is not None])
            # lines of an older program have none; of whom nothing was heard there is none
            bare = [station for station, doc in found if doc is not None and station not in kept]
            self._stale |= {one: None for one in bare if self._is_known(one)}
            if bare and self._make_again(bare, at):
                found = self._store.fleet_page(wanted, self._own, sites)
        rows = [self._row(station, doc, heard_at) for station, doc in found]
        return [(row, self._part(row.id, kept.get(row.id))) for row in rows if row.site == site]

    def _part(self, station: str, body: bytes | None) -> ChargerPart | None:
        made = self._made.get(station)
        if made is not None:
            return made.part
        return None if body is None else _PART.decode(body)

    def charger_count(self, at: Instant, sites: frozenset[str] | None = None) -> int:
        """How many chargers the list has."""
        with self._store.reading():
            self._look(at)
            return self._counted(sites).chargers

    def stations_of(self, sites: Collection[str], at: Instant) -> list[str]:
        """The chargers of sites, by id; no other is looked at."""
        with self._store.reading():
            self._look(at)
            return self._ids(FleetWanted(limit=MOST), sites)

    def zone(self, at: Instant, sites: frozenset[str] | None = None) -> str | None:
        """The zone of all chargers of the list; None where they have several."""
        self._look(at)
        return self._counted(sites).timezone

    def page_of_past(
        self, wanted: FleetWanted, at: Instant, now: Instant, sites: frozenset[str] | None = None
    ) -> FleetPage:
        """A page by id of those that are listed now, as they were at an instant: each row is made anew."""
        with self._store.reading():
            self._look(now)
            shown = self._ids(wanted, sites)
            rows = [row_of(make_board(self._histories.of(station, at))) for station in shown]
            chargers = self._counted(sites).chargers
        told = msgspec.structs.replace(counts(map(line_of, rows)), chargers=chargers)
        return FleetPage(at=at, rows=rows, counts=told, among=told, shown=told, wanted=wanted)

    def _ids(self, wanted: FleetWanted, sites: Collection[str] | None) -> list[str]:
        own = {line.station for line in self._own if sites is None or line.site in sites}
        return self._store.fleet_ids(wanted, own, sites)

    def _look(self, at: Instant) -> None:
        """Compare lines with what is known, where anything changed since the last time."""
        version = self._store.data_version()
        if version != self._read_at or at >= self._due_at or self._is_made_elsewhere:
            self._compare(at)
            self._read_at = version

    def _look_at_shown(self, found: Sequence[tuple[str, bytes | None]], at: Instant) -> dict[str, Instant]:
        """Find out which lines of a page are to be made here all the same; when their chargers were heard."""
        if not self._is_made_elsewhere:
            return {}
        told_by = {station: _row_told(doc).last_contact or 0 for station, doc in found if doc is not None}
        lines = ShownLines(self._store, told_by, at, lambda station: self._profile_of(station).policy)
        self._stale |= dict.fromkeys(lines.untrue)
        return lines.heard_at

    def _counted(self, sites: frozenset[str] | None) -> FleetCounts:
        counts = self._counts.get(sites) or self._store.fleet_counts(FleetWanted(), self._own, sites)
        self._counts[sites] = counts
        return counts

    def _counted_of(self, wanted: FleetWanted, sites: frozenset[str] | None) -> FleetCounts:
        if not (wanted.text or wanted.tag or wanted.show):
            return self._counted(sites)
        return self._store.fleet_counts(wanted, self._own, sites)

    @property
    def _own(self) -> list[Line]:
        return [made.line for made in self._made.values()]

    def _compare(self, at: Instant) -> None:
        """Find out which lines are not true, and forget what was made of those that are."""
        stale = {} if self._is_made_elsewhere else {one.station: one for one in self._store.fleet_stale(at)}
        unmade = [*self._unheard_and_unmade(), *(one.station for one in stale.values() if not one.is_kept)]
        self._made = {station: self._made[station] for station in (*stale, *unmade) if station in self._made}
        self._stale, self._counts, self._due_at = {}, {}, self._store.fleet_next_due(at)
        for station in unmade:
            if station not in self._made:
                row = blank(self._profile_of(station))
                self._made[station] = _Made(line_of(row), _NEVER_MADE, 0, row)
                self._stale[station] = None
        for station, one in stale.items():
            made = self._made.get(station)
            if made is None or one.is_denied or made.revision != one.revision or at >= made.true_until:
                self._stale[station] = None
        self._due_at = min([self._due_at, *(one.true_until for one in self._made.values() if one.true_until)])

    def _unheard_and_unmade(self) -> list[str]:
        """Chargers without a line, as far as they are not found among those whose line is not true."""
        names = self._store.fleet_names()
        if self._is_made_elsewhere and (self._unmade or names != self._unheard_at):
            self._unmade = self._store.fleet_unmade()
        if names != self._unheard_at:
            self._unheard, self._unheard_at = self._store.fleet_unkept(self._declared), names
        return self._unheard + self._unmade

    def _in_turn(self, shown: Sequence[str]) -> Iterator[str]:
        """The stale ones of the page, then the others, each time from where the last time ended."""
        first = [station for station in shown if station in self._stale]
        are_first = {*first}
        others = [station for station in self._stale if station not in are_first]
        start = self._turn % max(1, len(others))
        yield from first
        for station in others[start:] + others[:start]:
            self._turn += 1
            yield station

    def _make_again(self, shown: Sequence[str], at: Instant) -> bool:
        """Whether any line is another now. Those of the page that were never made are made in any case."""
        began, is_other = thread_time(), False
        within_s, least = (
            (_ELSEWHERE_S, _ELSEWHERE_LEAST) if self._is_made_elsewhere else (_AGAIN_S, _AGAIN_LEAST)
        )
        for number, station in enumerate(self._in_turn(shown)):
            before = self._made.get(station)
            if number >= least and thread_time() - began >= within_s:
                if station not in shown:
                    break
                if before is None or before.revision != _NEVER_MADE:
                    continue
            made = self._make(station, at)
            is_other |= before is None or made.line != before.line
            del self._stale[station]
        return is_other

    def _make(self, station: str, at: Instant) -> _Made:
        board = make_board(self._histories.of(station, at))
        row, revision = row_of(board), board.history.progress.revision
        made = self._made[station] = _Made(
            line_of(row), revision, board.true_until, row, part_of(board.board, board.days)
        )
        self._due_at = min(self._due_at, made.true_until)
        self._counts = {}
        return made

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


_row_told = Answers[bytes, FleetRow](ROWS_BYTES, _ROW.decode)
"""The row that is kept."""
