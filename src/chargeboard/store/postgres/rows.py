"""How does aiosql ask PostgreSQL, and what is done with rows before they are kept and when they are read?"""
# ruff: noqa: ANN401, ARG002 - as aiosql has it

from __future__ import annotations

from collections.abc import Generator, Iterator
from itertools import chain
from typing import Any

import psycopg
from aiosql.adapters.generic import GenericAdapter
from psycopg import pq
from psycopg.adapt import Buffer, Dumper, Loader
from psycopg.types.numeric import Int8BinaryDumper, NumericBinaryLoader, NumericLoader
from psycopg.types.string import BytesBinaryDumper

from chargeboard.store.postgres.dialect import OPENED, Statement, script, statement
from chargeboard.store.sql.bodies.press import Press

_NUL, _MARK = "\x00", "\U0010fffe"
"""PostgreSQL keeps no NUL in a text: this is what stands for it, followed by a digit."""
Values = tuple[Any, ...]


class Rows(GenericAdapter):
    """How aiosql asks PostgreSQL. The press belongs to the connection, which one thread has at a time."""

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # the library says no types
        self._statements: dict[str, Statement] = {}

    def select(
        self, conn: Any, query_name: str, sql: str, parameters: Any, record_class: Any = None
    ) -> Generator[Any, None, None]:
        """The rows, as tuples."""
        yield from self._rows(conn, sql, parameters)

    def select_one(
        self, conn: Any, query_name: str, sql: str, parameters: Any, record_class: Any = None
    ) -> Any:
        """The first row; None where there is none."""
        return next(iter(self._rows(conn, sql, parameters)), None)

    def select_value(self, conn: Any, query_name: str, sql: str, parameters: Any) -> Any:
        """The first column of the first row; None where there is none."""
        for row in self._rows(conn, sql, parameters):
            return row[0]
        return None

    def insert_update_delete(self, conn: Any, query_name: str, sql: str, parameters: Any) -> int:
        """How many rows were changed."""
        told = self._told(sql)
        changed = int(conn.execute(told.text, parameters or None).rowcount)
        conn.rows_changed += changed
        return changed

    def insert_update_delete_many(self, conn: Any, query_name: str, sql: str, parameters: Any) -> int:
        """A statement with many values, all of them in one go."""
        told, values = self._told(sql), list(parameters)
        if not values:
            return 0
        if told.pressed:
            values = [_pressed(row, told.pressed, conn.press) for row in values]
        changed = 0
        with conn.cursor() as cursor:
            for text, some in _together(told, values):
                if len(some) == 1:
                    cursor.execute(text, some[0])
                else:
                    cursor.executemany(text, some)
                changed += int(cursor.rowcount)
        conn.rows_changed += changed
        return changed

    def execute_script(self, conn: Any, sql: str) -> str:
        """Statements without values."""
        conn.execute(script(sql))
        return ""

    def _told(self, sql: str) -> Statement:
        told = self._statements.get(sql)
        if told is None:
            told = self._statements[sql] = statement(sql)
        return told

    def _rows(self, conn: Any, sql: str, parameters: Any) -> list[Values]:
        told = self._told(sql)
        cursor = conn.execute(told.text, parameters or None, binary=True)
        if told.changes:
            conn.rows_changed += cursor.rowcount
        rows: list[Values] = cursor.fetchall()
        if told.has_opened and rows:
            pressed = [n for n, column in enumerate(cursor.description) if column.name == OPENED]
            rows = [_opened(row, pressed, conn.press) for row in rows]
        return rows


def _together(told: Statement, values: list[Values]) -> Iterator[tuple[str, list[Values]]]:
    """Several rows a statement, and one a statement of those that are left over."""
    begin, many = 0, told.many
    texts = many.texts if many is not None and _are_distinct(values, many.keys) else {}
    for rows, text in texts.items():
        end = begin + (len(values) - begin) // rows * rows
        if end > begin:
            yield text, [tuple(chain.from_iterable(values[n : n + rows])) for n in range(begin, end, rows)]
        begin = end
    if begin < len(values):
        yield told.text, values[begin:]


def _are_distinct(values: list[Values], keys: tuple[int, ...]) -> bool:
    """Whether a statement meets no row twice that it is to update."""
    return not keys or len({tuple(row[n] for n in keys) for row in values}) == len(values)


def _pressed(row: Values, places: tuple[int, ...], press: Press) -> Values:
    changed = [*row]
    for place in places:
        changed[place] = press.pressed(changed[place])
    return tuple(changed)


def _opened(row: Values, places: list[int], press: Press) -> Values:
    changed = [*row]
    for place in places:
        changed[place] = press.opened(changed[place])
    return tuple(changed)


def adapt(connection: psycopg.Connection[Any]) -> None:
    """Let values be as they are in SQLite: whole numbers are whole, a text may hold any character."""
    adapters = connection.adapters
    adapters.register_dumper(int, Int8BinaryDumper)
    adapters.register_dumper(bytes, BytesBinaryDumper)
    adapters.register_dumper(str, _TextDumper)
    adapters.register_loader("numeric", _Number)
    adapters.register_loader("numeric", _BinaryNumber)
    for name in ("text", "varchar", "name"):
        adapters.register_loader(name, _TextLoader)
        adapters.register_loader(name, _BinaryTextLoader)


class _TextDumper(Dumper):
    format = pq.Format.BINARY
    oid = psycopg.adapters.types["text"].oid

    def dump(self, obj: str) -> Buffer:
        if _NUL in obj or _MARK in obj:
            obj = obj.replace(_MARK, f"{_MARK}1").replace(_NUL, f"{_MARK}0")
        return obj.encode()


def _text(data: Buffer) -> str:
    text = str(data, "utf-8")
    return text.replace(f"{_MARK}0", _NUL).replace(f"{_MARK}1", _MARK) if _MARK in text else text


class _TextLoader(Loader):
    def load(self, data: Buffer) -> str:
        return _text(data)


class _BinaryTextLoader(_TextLoader):
    format = pq.Format.BINARY


class _Number(NumericLoader):
    def load(self, data: Buffer) -> Any:
        return _plain(super().load(data))


class _BinaryNumber(NumericBinaryLoader):
    def load(self, data: Buffer) -> Any:
        return _plain(super().load(data))


def _plain(number: Any) -> int | float:
    whole = int(number)
    return whole if whole == number else float(number)
