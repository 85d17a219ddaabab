"""What happened at many chargers, by time?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from chargeboard.domain.figures.happenings import (
    HappeningKind,
    HappeningsSpan,
    KeptHappening,
    RecentHappening,
)
from chargeboard.store.sql.database.connection import Database
from chargeboard.time.instants import BEGINNING

_TABLES = {
    HappeningKind.FAILURES: "attempts",
    HappeningKind.ATTEMPTS: "attempts",
    HappeningKind.SESSIONS: "sessions",
    HappeningKind.ERRORS: "errors",
}


class HappeningRows:
    """Those that have settled by an index of their tables, the others by a table of their own."""

    _db: Database

    def happenings(self, asked: HappeningsSpan) -> tuple[list[KeptHappening], list[KeptHappening]]:
        sql, table = self._db.sql, _TABLES[asked.kind]
        given = {
            "first": asked.span.start,
            "last": asked.span.end,
            "words": _json(asked.words),
            "most": asked.most,
        }
        sites = None if asked.sites is None else _json(sorted(asked.sites))
        outcome = {"outcome": asked.outcome}
        own = given | (outcome if table == "attempts" else {})
        with self._db.reading() as connection:
            settled = (
                getattr(sql, f"{table}_everywhere")(connection, **own)
                if sites is None
                else getattr(sql, f"{table}_of_sites")(connection, sites=sites, **own)
            )
            late: Iterable[Sequence[object]] = ()
            within = given
            if asked.learned_since is not None:
                of_late = {name: given[name] for name in ("first", "words", "most")}
                late = sql.sessions_learned_late(
                    connection, sites=sites, since=asked.learned_since, **of_late
                )
                within = given | {"first": BEGINNING}
            recent = sql.recent_everywhere(connection, kind=table, sites=sites, **within, **outcome)
            return _kept([*settled, *late]), _kept(recent)


def put_recent(db: Database, station: str, some: Sequence[RecentHappening]) -> None:
    """Let them stand for those that were known of a charger before; what is as it was is not written."""
    before = {tuple(row) for row in db.sql.recent_of(db.connection, station=station)}
    now = {(station, one.kind, n, one.start, one.outcome, one.body) for n, one in enumerate(some)}
    db.sql.drop_recent_one(db.connection, [(station, kind, n) for _, kind, n, *_ in before - now])
    db.sql.add_recent(db.connection, now - before)


def _kept(rows: Iterable[Sequence[object]]) -> list[KeptHappening]:
    return [msgspec.convert([*row], KeptHappening) for row in rows]


def _json(words: Sequence[str]) -> str:
    return msgspec.json.encode(list(words)).decode()
