"""How is what many stations said kept in one write?"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from typing import Any

import msgspec

from chargeboard.domain.facts import AnyFact
from chargeboard.domain.frame import Frame
from chargeboard.domain.records import Ahead, Progress, Stored
from chargeboard.store.sql.database.connection import Database
from chargeboard.store.sql.known.fact_rows import Facts, fact_row
from chargeboard.store.sql.known.told import Told, follow
from chargeboard.time.instants import BEGINNING

_NAMES = Progress.__struct_fields__


class ManyStations(Facts):
    """A few statements for all of them; whoever is not plain is left to the statements for one."""

    _db: Database

    def plainly_ahead(self, stations: Collection[str], most: int) -> list[Ahead]:
        sql = self._db.sql
        with self._db.reading() as connection:
            rows = list(sql.plainly_ahead(connection, stations=_json(list(stations))))
            known = {row[0]: _progress(row) for row in rows}
            places = [
                (one.station, one.received_at if one.seq else BEGINNING, one.seq) for one in known.values()
            ]
            frames: defaultdict[str, list[Stored]] = defaultdict(list)
            found = list(sql.rows_ahead(connection, places=_json(places), most=most))
        for station, seq, at, direction, text, link, protocol in found:
            frames[station].append(Stored(seq, Frame(station, at, direction, text, link, protocol)))
        if len(found) >= most:
            # more of this one may follow, and nothing was read of those behind it
            known = {station: known[station] for station in frames}
            del known[found[-1][0]]
        for row in () if self._db.is_read_only else rows:
            if row[0] in frames:
                self._db.read_until.setdefault(row[0], row[-1])
        return [Ahead(progress, frames[station]) for station, progress in known.items()]

    def save_batches(self, batches: Sequence[tuple[Sequence[AnyFact], Progress]]) -> list[str]:
        sql, by_station = self._db.sql, {progress.station: (facts, progress) for facts, progress in batches}
        rows: list[tuple[object, ...]] = []
        progresses: list[tuple[object, ...]] = []
        overlooked, told = list[Progress](), list[Told]()
        with self._db.writing(by_station) as connection:
            for station, revision, count, is_late, is_claimed, had_facts in list(
                sql.standing(connection, stations=_json(list(by_station)))
            ):
                facts, progress = by_station[station]
                if revision != progress.revision:
                    continue
                told.append(
                    Told(
                        station,
                        progress.newest_fact_at is not None,
                        None if had_facts is None else bool(had_facts),
                    )
                )
                rows += [fact_row(station, n, fact, None) for n, fact in enumerate(facts, count)]
                row = msgspec.structs.astuple(msgspec.structs.replace(progress, revision=revision + 1))
                progresses.append((*row, count + len(facts)))
                if is_claimed and facts:
                    sql.freshen(connection, station=station, at=min(fact.at for fact in facts))
                if is_late:
                    overlooked.append(progress)
            sql.add_facts(connection, rows)
            sql.put_progresses(connection, progresses)
            follow(self._db, told)
            for progress in overlooked:
                self._look_for_overlooked(progress)
        saved = {one.station for one in told}
        for station in saved:
            self._db.read_until.pop(station, None)
        return [station for station in by_station if station not in saved]


def _progress(row: Sequence[Any]) -> Progress:
    """A fresh one of whom nothing is folded."""
    is_new = row[_NAMES.index("seq")] is None
    return Progress(station=row[0]) if is_new else Progress(**dict(zip(_NAMES, row, strict=False)))


def _json(brought: Any) -> str:  # noqa: ANN401 - lists of names and numbers
    return msgspec.json.encode(brought).decode()
