"""
What does the list of chargers say?

A line stands at its place in every order that it may be asked in, and is taken off and added to what all
lines come to as it changes: a page costs what it shows, however many chargers there are. What is searched
costs what is found by the rarest three characters of it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence

import msgspec

from chargeboard.domain.figures.fleet import FleetCounts, FleetOrder, FleetWanted, SiteCounts
from chargeboard.domain.records import FleetLine, Line, LineBehind, Stale
from chargeboard.metrics.fleet import place_of, shown_in
from chargeboard.store.sql.chargers.fleet_search import grams, is_found, rarest, words_of
from chargeboard.store.sql.chargers.fleet_sums import MICRO, NOTHING, by_zone, less, more, sums_of
from chargeboard.store.sql.chargers.happening_rows import put_recent
from chargeboard.store.sql.chargers.trouble_rows import put_troubles
from chargeboard.store.sql.database.connection import LINES, Database
from chargeboard.store.sql.known.load_rows import replace_loads
from chargeboard.store.sql.known.total_rows import replace_totals
from chargeboard.time.instants import BEGINNING, NEVER, Instant, Micros


class FleetRows:
    """Lines by station."""

    _db: Database

    def fleet_stale(self, now: Instant) -> list[Stale]:
        with self._db.reading() as connection:
            return [
                Stale(station, revision, bool(is_denied), bool(is_kept))
                for station, revision, is_denied, is_kept in self._db.sql.fleet_stale(connection, now=now)
            ]

    def fleet_behind(self, told_by: Mapping[str, Instant], now: Instant, earlier: Micros) -> list[LineBehind]:
        asked = msgspec.json.encode(told_by).decode()
        with self._db.reading() as connection:
            found = self._db.sql.fleet_behind(connection, told_by=asked, now=now, earlier=earlier)
            return [
                LineBehind(station, true_until, told_at, snapshot)
                for station, true_until, told_at, snapshot in found
            ]

    def fleet_unmade(self) -> list[str]:
        with self._db.reading() as connection:
            return [station for (station,) in self._db.sql.fleet_unmade(connection)]

    def fleet_stations(self) -> list[str]:
        with self._db.reading() as connection:
            return [station for (station,) in self._db.sql.fleet_stations(connection)]

    def fleet_next_due(self, now: Instant) -> Instant:
        with self._db.reading() as connection:
            due: Instant | None = self._db.sql.fleet_next_due(connection, now=now)
            return NEVER if due is None else due

    def fleet_names(self) -> int:
        with self._db.reading() as connection:
            return int(self._db.sql.fleet_names(connection))

    def fleet_told_at(self) -> Instant:
        with self._db.reading() as connection:
            at: Instant | None = self._db.sql.fleet_told_at(connection)
            return BEGINNING if at is None else at

    def put_fleet_told(self, at: Instant) -> None:
        with self._db.writing(()) as connection:
            self._db.sql.put_fleet_told(connection, at=at)

    def fleet_unheard(self, declared: Iterable[str]) -> list[str]:
        with self._db.reading() as connection:
            return [
                station
                for (station,) in self._db.sql.fleet_unheard(connection, declared=_json(list(declared)))
            ]

    def fleet_unkept(self, declared: Iterable[str]) -> list[str]:
        with self._db.reading() as connection:
            found = self._db.sql.fleet_unkept(connection, declared=_json(list(declared)))
            return [station for (station,) in found]

    def drop_unlisted(self, declared: Iterable[str]) -> None:
        with self._db.reading() as connection:
            gone = [*self._db.sql.fleet_unlisted(connection, declared=_json(list(declared)))]
        if not gone:
            return
        # whosever they are: nobody makes lines of those whom nobody names
        with self._db.writing():
            for (station,) in gone:
                drop_line(self._db, station)

    def fleet_ids(
        self, wanted: FleetWanted, own: Collection[str], sites: Collection[str] | None = None
    ) -> list[str]:
        # as for a page: so many of the kept ones stand before it, wherever the others do
        skipped = max(0, wanted.offset - len(own))
        part = {"own": _json(sorted(own)), "most": wanted.offset + wanted.limit - skipped, "skipped": skipped}
        sql, first = self._db.sql, wanted.offset - skipped
        with self._db.reading() as connection:
            found = (
                sql.fleet_ids(connection, **part)
                if sites is None
                else sql.fleet_ids_of_sites(connection, sites=_json(sorted(sites)), **part)
            )
            return sorted([*(station for (station,) in found), *own])[first : first + wanted.limit]

    def fleet_sites(self) -> list[str]:
        with self._db.reading() as connection:
            return [site for (site,) in self._db.sql.fleet_sites(connection)]

    def fleet_page(
        self, wanted: FleetWanted, own: Sequence[Line], sites: Collection[str] | None = None
    ) -> list[tuple[str, bytes | None]]:
        mine = {line.station for line in own}
        brought = [(place_of(line, wanted.sort), line.station) for line in _wanted(own, wanted, sites)]
        # of the kept ones so many stand before the page, wherever the asker's own stand
        skipped = max(0, wanted.offset - len(brought))
        most = wanted.offset + wanted.limit - skipped
        with self._db.reading() as connection:
            places = sorted([*self._places(wanted, mine, sites, skipped, most), *brought])
            first = wanted.offset - skipped
            page = [station for _, station in places[first : first + wanted.limit]]
            kept = _json([station for station in page if station not in mine])
            docs: dict[str, bytes] = dict(self._db.sql.fleet_docs(connection, stations=kept))
        return [(station, docs.get(station)) for station in page]

    def fleet_versions(self, sites: Collection[str] | None = None) -> dict[str, tuple[int, Instant]]:
        sql = self._db.sql
        with self._db.reading() as connection:
            found = (
                sql.fleet_versions(connection)
                if sites is None
                else sql.fleet_versions_of_sites(connection, sites=_json(sorted(sites)))
            )
            return {station: (revision, until) for station, revision, until in found}

    def fleet_rows(self, stations: Collection[str]) -> dict[str, bytes]:
        with self._db.reading() as connection:
            return dict(self._db.sql.fleet_docs(connection, stations=_json([*stations])))

    def fleet_parts(self, stations: Collection[str]) -> dict[str, bytes]:
        with self._db.reading() as connection:
            return dict(self._db.sql.fleet_parts(connection, stations=_json([*stations])))

    def _places(
        self, wanted: FleetWanted, own: set[str], sites: Collection[str] | None, skipped: int, most: int
    ) -> list[tuple[bytes, str]]:
        sql, connection, words = self._db.sql, self._db.connection, words_of(wanted)
        asked = {"show": wanted.show, "sort": wanted.sort, "own": _json(list(own))}
        part = {"most": most, "skipped": skipped}
        if sites is not None:
            some = {"sites": _json(sorted(sites)), "words": _json(words)}
            return list(sql.fleet_places_of_sites(connection, **some, **asked, **part))
        if not words:
            return list(sql.fleet_places(connection, **asked, **part))
        found = rarest(self._db, words)
        return list(sql.fleet_places_found(connection, **found, words=_json(words), **asked, **part))

    def fleet_counts(
        self, wanted: FleetWanted, own: Sequence[Line], sites: Collection[str] | None = None
    ) -> FleetCounts:
        sql, words = self._db.sql, words_of(wanted)
        mine = _json([line.station for line in own])
        with self._db.reading() as connection:
            asked = {"words": _json(words), "show": wanted.show, "own": mine}
            if sites is not None:
                some = _json(sorted(sites))
                totals = by_zone(sql.fleet_totals_of(connection, sites=some, gram="", behind="", **asked))
            elif words:
                found = rarest(self._db, words)
                totals = by_zone(sql.fleet_totals_of(connection, sites=_json([]), **found, **asked))
            else:
                totals = by_zone(sql.fleet_totals(connection, show=wanted.show))
                replaced = [_line(row) for row in sql.fleet_lines(connection, stations=mine)] if own else []
                for line in _wanted(replaced, wanted):
                    totals[line.timezone] = less(totals[line.timezone], sums_of(line))
        for line in _wanted(own, wanted, sites):
            totals[line.timezone] = more(totals.get(line.timezone, NOTHING), sums_of(line))
        zones = [zone for zone, sums in totals.items() if sums[0]]
        whole = NOTHING
        for sums in totals.values():
            whole = more(whole, sums)
        chargers, attention, offline, faulted, sessions, energy_uwh = whole
        return FleetCounts(
            chargers=chargers,
            attention=attention,
            offline=offline,
            faulted=faulted,
            active_sessions=sessions,
            energy_now_wh=energy_uwh / MICRO,
            timezone=zones[0] if len(zones) == 1 else None,
        )

    def fleet_by_site(self) -> list[SiteCounts]:
        with self._db.reading() as connection:
            found = self._db.sql.fleet_by_site(connection)
            return [SiteCounts(site, *map(int, counts)) for site, *counts in found]

    def put_fleet_site(self, station: str, site: str) -> None:
        with self._db.writing([station]) as connection:
            self._db.sql.put_fleet_site(connection, station=station, site=site)
            self._db.sql.deny_fleet(connection, station=station)

    def fleet_due(self, now: Instant, most: int) -> list[str]:
        with self._db.reading() as connection:
            return [station for (station,) in self._db.sql.fleet_due(connection, now=now, most=most)]

    def put_off_fleet(self, untils: Mapping[str, Instant]) -> set[str]:
        with self._db.writing(untils) as connection:
            asked = msgspec.json.encode(untils).decode()
            return {station for (station,) in self._db.sql.put_off_fleet(connection, untils=asked)}

    def save_fleet(self, lines: Sequence[FleetLine]) -> None:
        with self._db.writing([LINES, *(line.line.station for line in lines)]):
            for line in lines:
                self._save_line(line)

    def _save_line(self, line: FleetLine) -> None:
        station, sql, connection = line.line.station, self._db.sql, self._db.connection
        if sql.is_hidden(connection, station=station):
            return
        if line.revision < 0:
            sql.count_fleet_name(connection)
        sql.save_fleet(
            connection,
            station=station,
            revision=line.revision,
            true_until=line.true_until,
            doc=line.doc.decode(),
        )
        sql.fleet_is_told(connection, station=station, revision=line.revision)
        if line.look:
            sql.put_last_look(connection, station=station, revision=line.revision, body=line.look)
        if line.part:
            sql.put_fleet_part(connection, station=station, body=line.part)
        put_recent(self._db, station, line.recent)
        put_troubles(self._db, station, line.troubles)
        if line.ahead and sql.settled_revision(connection, station=station) == line.settled_revision:
            replace_totals(self._db, station, line.ahead)
            replace_loads(self._db, station, line.ahead[0].on, line.loads_ahead)
        _replace(self._db, station, line.line)


def drop_line(db: Database, station: str) -> None:
    """The charger is not on the list."""
    with db.writing([LINES, station]) as connection:
        db.sql.drop_fleet(connection, station=station)
        db.sql.drop_fleet_part(connection, station=station)
        db.sql.drop_recent(connection, station=station)
        db.sql.drop_troubles(connection, station=station)
        db.sql.drop_last_look(connection, station=station)
        _replace(db, station, None)


def _replace(db: Database, station: str, line: Line | None) -> None:
    """Let a line stand for the one before, at its places and in what all come to."""
    connection, sql = db.connection, db.sql
    before = next(map(_line, sql.fleet_lines(connection, stations=_json([station]))), None)
    if before == line:
        return
    old, new = _grams_of(before), _grams_of(line)
    sql.drop_fleet_grams(connection, [(gram, station) for gram in old - new])
    sql.add_fleet_grams(connection, [(gram, station) for gram in new - old])
    if before is not None:
        _add_up(db, before, -1)
        sql.drop_fleet_places(connection, station=station)
        sql.drop_fleet_line(connection, station=station)
    if line is not None:
        _add_up(db, line, 1)
        told = msgspec.structs.asdict(line)
        sql.save_fleet_line(connection, **told | {"is_offline": int(line.is_offline)})
        sql.add_fleet_places(connection, places(line))
    sql.drop_empty_totals(connection)


def _add_up(db: Database, line: Line, times: int) -> None:
    chargers, attention, offline, faulted, sessions, energy_uwh = sums_of(line)
    for show in shown_in(line):
        db.sql.add_fleet_total(
            db.connection,
            show=show,
            timezone=line.timezone,
            chargers=times * chargers,
            attention=times * attention,
            offline=times * offline,
            faulted=times * faulted,
            active_sessions=times * sessions,
            energy_now_uwh=times * energy_uwh,
        )


def places(line: Line) -> list[tuple[str, str, bytes, str]]:
    """Where a line stands: what is shown, the order, its place in it, and the station."""
    return [
        (show, sort, place_of(line, sort), line.station) for show in shown_in(line) for sort in FleetOrder
    ]


def _wanted(lines: Iterable[Line], wanted: FleetWanted, sites: Collection[str] | None = None) -> list[Line]:
    words = words_of(wanted)
    return [
        line
        for line in lines
        if (sites is None or line.site in sites)
        and wanted.show in shown_in(line)
        and is_found(line.text, words)
    ]


def _line(row: Sequence[object]) -> Line:
    return msgspec.convert(row, Line, strict=False)


def _grams_of(line: Line | None) -> frozenset[str]:
    return grams(line.text) if line is not None else frozenset()


def _json(brought: Sequence[str]) -> str:
    return msgspec.json.encode(brought).decode()
