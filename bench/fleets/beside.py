"""Databases of a fleet in both engines, and the raw tables of the same chargers beside them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

import duckdb
import psycopg

from bench.fleets import mix, raw
from bench.fleets.copies import copied_in_postgres, copied_in_sqlite, moved, name_of
from bench.fleets.looking import Zoned
from bench.fleets.moment import Moment
from bench.fleets.originals import desk_at, understood
from bench.fleets.server import Server, prepared_for_reading
from chargeboard.store import store_at

_ORDER = {
    "charger": "id",
    "socket": "charger, socket",
    "session": "charger, ended_at",
    "reading": "session, told_at",
    "status": "charger, socket, told_at",
    "attempt": "charger, told_at",
    "error": "charger, last_seen_at",
}
"""How the columns of DuckDB lie, which finds what lies together."""


class Fleet(NamedTuple):
    """The same chargers thrice."""

    sqlite: Path
    postgres: str
    raw: str
    chargers: list[Zoned]
    made_in_s: float

    def sizes(self, server: Server) -> str:
        """What they take, for a note."""
        names = [url.partition("?")[0].rpartition("/")[2] for url in (self.postgres, self.raw)]
        found = [server.asked(f"select pg_database_size('{name}')")[0][0] for name in names]
        ours, theirs = (size / 2**20 for size in found)
        return (
            f"SQLite {self.sqlite.stat().st_size / 2**20:,.0f} MiB, PostgreSQL {ours:,.0f} MiB, "
            f"raw tables {theirs:,.0f} MiB"
        )


@contextmanager
def made(folder: Path, server: Server, chargers: int, days: int) -> Iterator[Fleet]:
    """Twenty chargers whose frames are taken in and understood; the others are copies of their rows."""
    begin = perf_counter()
    named, times = f"{chargers}x{days}", chargers // len(mix.places(days))
    path, ours, theirs = folder / f"{named}.db", f"ours_{named}", f"raw_{named}"
    understood(path, days)
    server.asked(f"create database {ours}", f"create database {theirs}")
    store_at(server.url(ours), str(folder)).open().close()
    moved(path, server.url(ours))
    with desk_at(str(path), folder, Moment()) as desk:
        raw.filled(server.url(theirs), desk, times)
    copied_in_sqlite(path, times)
    copied_in_postgres(server.url(ours), times)
    for name in (ours, theirs):
        prepared_for_reading(server.url(name))
    names = [
        (name_of(place.id, number), place.timezone) for place in mix.places(days) for number in range(times)
    ]
    yield Fleet(path, server.url(ours), server.url(theirs), names, perf_counter() - begin)
    server.asked(*(f"drop database {name} with (force)" for name in (ours, theirs)))
    for file in folder.glob(f"{path.name}*"):
        file.unlink()


@contextmanager
def in_columns(folder: Path, url: str) -> Iterator[duckdb.DuckDBPyConnection]:
    """The raw tables in a file of DuckDB."""
    path = folder / "columns.duckdb"
    db = duckdb.connect(str(path), config={"threads": 2, "memory_limit": "2GB"})
    statements = (raw.HERE / "raw_tables.sql").read_text().split(";")[:-1]
    for statement in statements:
        db.execute(statement)
    with psycopg.connect(url) as source:
        for table, order in _ORDER.items():
            told = folder / f"{table}.csv"
            with (
                told.open("wb") as file,
                source.cursor() as cursor,
                cursor.copy(
                    f"copy (select * from {table} order by {order}) to stdout (format csv, header)"
                ) as copy,
            ):
                for data in copy:
                    file.write(data)
            db.execute(f"copy {table} from '{told}' (format csv, header)")
            told.unlink()
    db.execute("checkpoint")
    try:
        yield db
    finally:
        db.close()
        path.unlink()
