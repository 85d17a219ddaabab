"""How is another system's PostgreSQL read, and its complaints put into words?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.rows import TupleRow

from chargeboard.capture.feeds.kind import FeedError
from chargeboard.capture.feeds.words import say

_CONNECT_WITHIN_S, _ANSWER_WITHIN_MS = 10, 60_000
_REFUSED = frozenset({"28P01", "28000"})
_NO_DATABASE, _NO_TABLE, _NO_COLUMN, _NO_RIGHT = "3D000", "42P01", "42703", "42501"
_REFUSED_WORDS = ("password authentication failed", "no password supplied", "no pg_hba.conf entry")
"""Who is refused at the door is told no state, in the words of the server."""


class ReadOnly:
    """A connection that only reads; it is opened when it is needed, and again where it broke."""

    def __init__(self, url: str, system: str, tables: Mapping[str, Sequence[str]]) -> None:
        """`tables`: by name, as SQL writes it, the columns that each needs to have."""
        self._url, self._system, self._tables = url, system, tables
        self._connection: psycopg.Connection[TupleRow] | None = None

    def asked(self, sql: str, values: Sequence[object]) -> list[tuple[Any, ...]]:
        """
        The rows of a statement, which sees one moment.

        Raises: FeedError.
        """
        with self._explained():
            connection = self._connection or self._opened()
            try:
                return connection.execute(sql, values).fetchall()
            finally:
                connection.rollback()

    def close(self) -> None:
        """Give it back."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _opened(self) -> psycopg.Connection[TupleRow]:
        connection = psycopg.connect(
            self._url, connect_timeout=_CONNECT_WITHIN_S, application_name="chargeboard feed"
        )
        try:
            connection.read_only = True
            connection.execute("select set_config('statement_timeout', %s, false)", (str(_ANSWER_WITHIN_MS),))
            for table, columns in self._tables.items():
                self._see_that_it_has(connection, table, columns)
            connection.commit()
        except BaseException:
            connection.close()
            raise
        self._connection = connection
        return connection

    def _see_that_it_has(
        self, connection: psycopg.Connection[TupleRow], table: str, columns: Sequence[str]
    ) -> None:
        found = connection.execute(
            "select attname from pg_attribute where attrelid = to_regclass(%s) and attnum > 0", (table,)
        ).fetchall()
        if not found:
            raise FeedError(say("no_table", table=table, system=self._system), is_lasting=True)
        missing = [column for column in columns if (column,) not in found]
        if missing:
            raise self._unknown(table, ", ".join(missing))

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except psycopg.Error as error:
            user = self._connection.info.user if self._connection is not None else ""
            self.close()
            raise self._told(error, user) from error

    def _told(self, error: psycopg.Error, user: str) -> FeedError:
        said, state = " ".join(str(error).split()), error.sqlstate
        if state in _REFUSED or any(words in said for words in _REFUSED_WORDS):
            return FeedError(say("refused", said=said), is_lasting=True)
        if state == _NO_DATABASE or (state is None and "does not exist" in said):
            return FeedError(say("no_database", said=said), is_lasting=True)
        tables = ", ".join(self._tables)
        if state == _NO_TABLE:
            return FeedError(say("no_table", table=tables, system=self._system), is_lasting=True)
        if state == _NO_COLUMN:
            return self._unknown(tables, said)
        if state == _NO_RIGHT:
            return FeedError(say("no_right", table=tables, user=user), is_lasting=True)
        return FeedError(say("away" if isinstance(error, psycopg.OperationalError) else "failed", said=said))

    def _unknown(self, table: str, columns: str) -> FeedError:
        return FeedError(
            say("unknown_version", table=table, columns=columns, system=self._system), is_lasting=True
        )
