"""
How do twenty chargers become thousands?

Each row that belongs to a charger is there once more under another name, in either engine by the same
statement. PostgreSQL gets its rows in the order of time, as they come where all chargers are heard at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import apsw
import psycopg

from chargeboard.store.copying import Copying
from chargeboard.store.postgres.connection import PostgresDatabase
from chargeboard.store.sqlite.connection import SqliteDatabase

_BY_CHARGER = ("station", "id")
_TIMES = ("start_at", "at", "told_at", "day_at", "day", "first_at", "received_at", "started_at", "began_at")
_LEFT_OUT = ("audit", "exclusion", "outbox", "fleet", "journal")
"""
Tables, or how their names begin: what belongs to no charger, the list of chargers, and frames as they were
said, which no page reads: of nine days they are four fifths of all.
"""
_NAMES, _NUMBERS = "{} || '-' || (10000 + copy)", "{} + cast(copy as bigint) * 10000000"
RAW: Mapping[str, Mapping[str, str]] = {
    "charger": {"id": _NAMES},
    "socket": {"charger": _NAMES},
    "session": {"id": _NUMBERS, "charger": _NAMES},
    "reading": {"session": _NUMBERS},
    "status": {"charger": _NAMES},
    "attempt": {"charger": _NAMES},
    "error": {"charger": _NAMES},
}
"""Of the raw tables, what is another one in a copy."""


def name_of(original: str, number: int) -> str:
    """What a copy is called; the first is the original."""
    return f"{original}-{10_000 + number}" if number else original


def copied_in_sqlite(path: Path, times: int) -> None:
    """So many of each charger."""
    db = apsw.Connection(str(path))
    db.execute("pragma synchronous = off; pragma cache_size = -400000")
    for (name,) in list(db.execute("select name from sqlite_schema where type = 'table'")):
        columns = [str(row[1]) for row in db.execute(f"pragma table_info({name})")]
        if changed := _ours(str(name), columns):
            db.execute(f"create temp table mould as select * from {name}")
            with db:
                db.execute(_copies(str(name), columns, changed, times))
            db.execute("drop table mould")
    db.execute("vacuum; analyze")
    db.close()


def moved(path: Path, url: str) -> None:
    """What a SQLite file holds is in a PostgreSQL database, too."""
    source = SqliteDatabase(str(path), read_only=True)
    target = PostgresDatabase(url, url, read_only=False)
    copying = Copying(source, target, str(path))
    copying.round()
    copying.finish()
    source.close()
    target.close()


def copied_in_postgres(url: str, times: int, raw: Mapping[str, Mapping[str, str]] | None = None) -> None:
    """So many of each charger in our own tables, or in the raw ones."""
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("set synchronous_commit = off; set work_mem = '200MB'")
        for name, columns in list(_tables(db)):
            if changed := _ours(name, columns) if raw is None else raw[name]:
                db.execute(f"create temp table mould as select * from {name}")
                db.execute(_copies(name, columns, changed, times, in_order=True))
                db.execute("drop table mould")


def _tables(db: psycopg.Connection[tuple[str, ...]]) -> Iterable[tuple[str, list[str]]]:
    asked = "select tablename from pg_tables where schemaname = current_schema()"
    for (name,) in db.execute(asked).fetchall():
        yield name, [column.name for column in db.execute(f"select * from {name} limit 0").description or ()]


def _ours(name: str, columns: list[str]) -> Mapping[str, str]:
    return {columns[0]: _NAMES} if columns[0] in _BY_CHARGER and not name.startswith(_LEFT_OUT) else {}


def _copies(
    name: str, columns: list[str], changed: Mapping[str, str], times: int, *, in_order: bool = False
) -> str:
    given = ", ".join(changed.get(column, "{}").format(column) for column in columns)
    time = next((column for column in _TIMES if column in columns), None)
    order = f"order by {time}, copy" if in_order and time else ""
    return (
        f"insert into {name} ({', '.join(columns)})"
        " with recursive copies (copy) as"
        f" (select 1 union all select copy + 1 from copies where copy < {times - 1})"
        f" select {given} from copies cross join mould where {times} > 1 {order}"
    )
