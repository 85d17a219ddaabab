"""
How does a store move to another engine, row by row?

Table by table in the order of keys, a page at a time: rows that the target has not, has otherwise or has too
many are put right, in a write of its own. So a copy that was cut off goes on by being begun again, one of a
store that is in use is made right by a later one, and a round that finds nothing to put right has proved that
both hold the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, NamedTuple

from chargeboard.store.errors import StoreError
from chargeboard.store.sql.database.connection import Database
from chargeboard.store.sqlite.connection import IN_MEMORY, SqliteDatabase
from chargeboard.store.sqlite.migrate import migrate
from chargeboard.store.words import say

PAGE = 2_000
_KEYS = {
    "journal": ("station", "received_at", "seq"),
    "fact_block": ("station", "first_at", "last_at", "first_n"),
}
"""Of tables whose rows SQLite tells apart by their numbers."""
MARK = "copy_of"
"""What a target says of itself until it holds all."""
_Row = tuple[Any, ...]


class Compared(NamedTuple):
    """What a round came to."""

    rows: int
    """Of the source."""
    changed: int
    """Those of the target that had to be put right."""


class _Table(NamedTuple):
    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]

    def key_of(self, row: _Row) -> _Row:
        return tuple(row[self.columns.index(column)] for column in self.key)


class Copying:
    """Of one store into another."""

    def __init__(self, source: Database, target: Database, called: str) -> None:
        """
        `called` is what the source is called.

        Raises: StoreError where the target holds something else.
        """
        self._source, self._target = source, target
        with target.writing() as connection:
            marked = self._ask(target, "select value from meta where key = ?", (MARK,))
            if not marked and self._ask(target, "select 1 from station limit 1", ()):
                raise StoreError(say("copy_target_in_use"), target.path, say("name_an_empty_one"))
            if marked and marked != [(called,)]:
                raise StoreError(
                    say("copy_of_another", other=marked[0][0]), target.path, say("name_an_empty_one")
                )
            if not marked:
                self._many(
                    target, connection, "insert into meta (key, value) values (?, ?)", [(MARK, called)]
                )

    @cached_property
    def tables(self) -> list[_Table]:
        """Those of the schema as it is; counters of what changed come last."""
        schema = SqliteDatabase(IN_MEMORY, read_only=False)
        try:
            migrate(schema)
            names = schema.connection.execute(
                "select name from sqlite_schema where type = 'table' and name not like 'sqlite_%'"
                " order by name = 'meta', name"
            ).fetchall()
            return [_table(schema, str(name)) for (name,) in names]
        finally:
            schema.close()

    def round(self, tell: Callable[[str, int], None] = lambda *_: None) -> Compared:
        """Compare all rows and put right what differs; `tell` is told of each table and its rows."""
        rows = changed = 0
        for table in self.tables:
            found = Compared(0, 0)
            for page, last, end in self._pages(table):
                found = Compared(
                    found.rows + len(page), found.changed + self._put_right(table, page, last, end)
                )
            rows, changed = rows + found.rows, changed + found.changed
            tell(table.name, found.rows)
        return Compared(rows, changed)

    def finish(self) -> None:
        """The target holds all: it is a store like any other."""
        with self._target.writing() as connection:
            self._many(self._target, connection, "delete from meta where key = ?", [(MARK,)])
            self._target.after_copy()

    def _pages(self, table: _Table) -> Iterator[tuple[list[_Row], _Row | None, _Row | None]]:
        """Rows of the source, behind which key they begin, and with which they end; None: with the table."""
        last: _Row | None = None
        while True:
            with self._source.reading():
                page = self._ask(self._source, *_page_of(table, last, None, PAGE))
            page = [row for row in page if not _is_mark(table, row)]
            end = table.key_of(page[-1]) if len(page) >= PAGE - 1 and page else None
            yield page, last, end
            if end is None:
                return
            last = end

    def _put_right(self, table: _Table, page: list[_Row], last: _Row | None, end: _Row | None) -> int:
        target = self._target
        with target.reading():
            there = self._ask(target, *_page_of(table, last, end, None))
        if there == page:
            return 0
        wanted = {table.key_of(row): row for row in page}
        known = {table.key_of(row): row for row in there if not _is_mark(table, row)}
        gone = [key for key, row in known.items() if wanted.get(key) != row]
        new = [row for key, row in wanted.items() if known.get(key) != row]
        if not gone and not new:
            return 0
        holds = " and ".join(f"{column} = ?" for column in table.key)
        values = ", ".join("?" for _ in table.columns)
        with target.writing() as connection:
            # the names are those of our own schema
            self._many(target, connection, f"delete from {table.name} where {holds}", gone)  # noqa: S608
            self._many(
                target,
                connection,
                f"insert into {table.name} ({', '.join(table.columns)}) values ({values})",  # noqa: S608
                new,
            )
        return len({*gone, *(table.key_of(row) for row in new)})

    @staticmethod
    def _ask(db: Database, sql: str, values: _Row) -> list[_Row]:
        with db.reading() as connection:
            return list(db.sql.adapter.select(connection, "", sql, values))

    @staticmethod
    def _many(db: Database, connection: object, sql: str, rows: list[_Row]) -> None:
        if rows:
            db.sql.adapter.insert_update_delete_many(connection, "", sql, rows)  # type: ignore[no-untyped-call]


def _table(schema: SqliteDatabase, name: str) -> _Table:
    columns = [*schema.connection.execute("select name, pk from pragma_table_info(?) order by cid", (name,))]
    key = sorted((int(str(place)), str(column)) for column, place in columns if place)
    told = tuple(column for _, column in key) or _KEYS[name]
    return _Table(name, tuple(str(column) for column, _ in columns), told)


def _page_of(table: _Table, behind: _Row | None, until: _Row | None, most: int | None) -> tuple[str, _Row]:
    """A statement, and its values."""
    key = ", ".join(table.key)
    places = ", ".join("?" for _ in table.key)
    asked = [
        f"({key}) {sign} ({places})" for sign, edge in ((">", behind), ("<=", until)) if edge is not None
    ]
    sql = f"select {', '.join(table.columns)} from {table.name}"  # noqa: S608 - names of our own schema
    sql += f" where {' and '.join(asked)}" if asked else ""
    sql += f" order by {key}" + ("" if most is None else " limit ?")
    return sql, (*(behind or ()), *(until or ()), *(() if most is None else (most,)))


def _is_mark(table: _Table, row: _Row) -> bool:
    return table.name == "meta" and row[0] == MARK
