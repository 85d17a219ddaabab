"""
What do the days of a station come to, over any span of them?

A row holds the sums of all days up to its own, so that a span costs two rows however long it is. Who replaces
days replaces the rows from the first of them on.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

import msgspec

from chargeboard.domain.figures.fleet_span import CohortBy, SpanOrder, SpanWanted, Worse
from chargeboard.domain.totals import Cohort, DayTotals, Kind, KindSince, Totals
from chargeboard.ports.totals import ComparedCharger, ComparedPage, ReportedCharger, ReportedPage
from chargeboard.store.sql.chargers.fleet_search import words_of
from chargeboard.store.sql.database.connection import Database
from chargeboard.time.instants import Instant
from chargeboard.time.spans import Span

_LOWEST_FIRST = {SpanOrder.SUCCESS, SpanOrder.NAME, SpanOrder.UPTIME, SpanOrder.LAST_CONTACT}


_FIGURES = len(Totals.__struct_fields__)
_WORSE = msgspec.json.Decoder(list[Worse])
_DEPTHS = {CohortBy.MAKER: 1, CohortBy.MODEL: 2, CohortBy.FIRMWARE: 3}


class TotalRows:
    """Sums over complete days that are stored."""

    _db: Database

    def totals(self, station: str, first: date, end: date) -> Totals:
        with self._db.reading():
            return totals_before(self._db, station, end) - totals_before(self._db, station, first)

    def totals_by_day(self, stations: Collection[str], first: date, end: date) -> list[DayTotals]:
        with self._db.reading() as connection:
            rows = self._db.sql.totals_by_day(
                connection, stations=_json([*stations]), first=first.isoformat(), end=end.isoformat()
            )
            return [DayTotals(msgspec.convert(day, date), Totals(*sums)) for day, *sums in rows]

    def compared(self, wanted: SpanWanted, sites: Collection[str] | None = None) -> ComparedPage:
        turn = 1.0 if (wanted.sort in _LOWEST_FIRST) != wanted.is_reversed else -1.0
        with self._db.reading() as connection:
            whole, *rows = self._db.sql.compared(
                connection,
                last=_day_before(wanted.end),
                last_before=_day_before(wanted.first),
                words=_json(words_of(wanted)),
                sites=_json(sorted(sites or ())),
                is_whole=int(sites is None),
                sort=wanted.sort,
                turn=turn,
                most=wanted.limit,
                skipped=wanted.offset,
            )
            docs = dict(self._db.sql.fleet_docs(connection, stations=_json([row[0] for row in rows])))
        page = [ComparedCharger(row[0], Totals(*row[2:-1]), row[-1], docs[row[0]]) for row in rows]
        return ComparedPage(whole[1], Totals(*whole[2:-1]), page)

    def reported(
        self, before: date, first: date, end: date, most: int, sites: Collection[str] | None = None
    ) -> ReportedPage:
        with self._db.reading() as connection:
            whole, *rows = self._db.sql.reported(
                connection,
                last=_day_before(end),
                last_before=_day_before(first),
                last_earlier=_day_before(before),
                sites=_json(sorted(sites or ())),
                is_whole=int(sites is None),
                most=most,
            )
            docs = dict(self._db.sql.fleet_docs(connection, stations=_json([row[0] for row in rows])))
        told = [(one, Totals(*own[:_FIGURES]), Totals(*own[_FIGURES:])) for one, _, *own in (whole, *rows)]
        (_, totals, earlier), *page = told
        return ReportedPage(
            whole[1], totals, earlier, [ReportedCharger(one, own, docs[one]) for one, own, _ in page]
        )

    def kind_before(self, station: str, at: Instant) -> Kind | None:
        with self._db.reading() as connection:
            found = self._db.sql.kind_before(connection, station=station, at=at)
            return None if found is None else Kind(*found)

    def kinds(self, station: str, span: Span) -> list[KindSince]:
        with self._db.reading() as connection:
            rows = self._db.sql.kinds_in(connection, station=station, first=span.start, end=span.end)
            return [KindSince(at, msgspec.convert(day, date), Kind(*told)) for at, day, *told in rows]

    def cohorts(
        self,
        first: date,
        end: date,
        by: CohortBy,
        sites: Collection[str] | None = None,
        station: str | None = None,
    ) -> list[Cohort]:
        with self._db.reading() as connection:
            rows = self._db.sql.cohorts(
                connection,
                first=first.isoformat(),
                end=end.isoformat(),
                by_what=by,
                by_kind=_DEPTHS.get(by, 0),
                station=station or "",
                sites=_json(sorted(sites or ())),
                is_whole=int(sites is None),
            )
            return [Cohort(row[0], Kind(*row[1:4]), row[4], Totals(*row[5:])) for row in rows]

    def worse(self) -> list[Worse]:
        with self._db.reading() as connection:
            found = self._db.sql.worse_firmware(connection)
            return [] if found is None else _WORSE.decode(found)

    def put_worse(self, found: Sequence[Worse]) -> None:
        with self._db.writing(()) as connection:
            self._db.sql.put_worse_firmware(connection, found=msgspec.json.encode(found).decode())


def totals_before(db: Database, station: str, day: date) -> Totals:
    """What all days before one come to."""
    found = db.sql.totals_before(db.connection, station=station, day=day.isoformat())
    return Totals() if found is None else Totals(*found)


def drop_totals(db: Database, station: str, first: str) -> None:
    """Those of a day, in ISO form, and of all behind it."""
    db.sql.drop_totals(db.connection, station=station, first=first)


def replace_totals(db: Database, station: str, days: Sequence[DayTotals]) -> None:
    """Let those of some days, by date, stand for all from the first of them on."""
    if not days:
        return
    drop_totals(db, station, days[0].on.isoformat())
    through = totals_before(db, station, days[0].on)
    rows: list[tuple[object, ...]] = []
    for day in days:
        before, through = through, through + day.totals
        if through != before:
            rows.append((station, day.on.isoformat(), *msgspec.structs.astuple(through)))
    db.sql.add_totals(db.connection, rows)


def add_kinds(db: Database, station: str, kinds: Sequence[KindSince]) -> None:
    """What a station was, from when on; those of before stay."""
    rows = [(station, one.at, one.on.isoformat(), *msgspec.structs.astuple(one.kind)) for one in kinds]
    db.sql.add_kinds(db.connection, rows)


def _day_before(day: date) -> str:
    return (day - date.resolution).isoformat()


def _json(texts: Sequence[str]) -> str:
    return msgspec.json.encode(texts).decode()
