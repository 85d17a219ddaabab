"""Where is a PostgreSQL database, and what may be done with it as a whole?"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path
from typing import LiteralString
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

import psycopg
from psycopg.conninfo import conninfo_to_dict

from chargeboard.store.beside import Beside, beside_no_file
from chargeboard.store.errors import StoreError
from chargeboard.store.postgres.connection import ALONE, PostgresDatabase
from chargeboard.store.postgres.errors import explained
from chargeboard.store.postgres.migrate import schema_version
from chargeboard.store.postgres.signals import Signals
from chargeboard.store.postgres.store import PostgresStore, open_postgres
from chargeboard.store.reports import Restored
from chargeboard.store.rights import keep_to_owner
from chargeboard.store.words import say
from chargeboard.time.instants import Instant

_SECRET = frozenset({"password", "sslpassword"})


class PostgresAddress:
    """A database on a server, by its URL."""

    is_lasting = True

    def __init__(self, url: str, data_folder: str = "") -> None:
        """Raises: StoreError for a URL that is none, or where there is no data folder."""
        self._url = url
        self.shown = _without_password(url)
        try:
            conninfo_to_dict(url)
        except psycopg.ProgrammingError as error:
            raise StoreError(say("pg_no_url"), self.shown, say("write_pg_url")) from error
        self._folder = data_folder

    @property
    def beside(self) -> Beside:
        """Raises: StoreError where the settings name no folder for it."""
        return beside_no_file(self.shown, self._folder)

    is_shared = True

    @property
    def exists(self) -> bool:
        """Whether there are tables of ours."""
        db = PostgresDatabase(self._url, self.shown, read_only=True)
        try:
            return schema_version(db) > 0
        finally:
            db.close()

    def open(self, *, read_only: bool = False, gives_way: bool = False) -> PostgresStore:
        return open_postgres(self._url, self.shown, self.beside, read_only=read_only, gives_way=gives_way)

    def alone(self, name: str, what_to_do: str) -> AbstractContextManager[None]:
        return self._locked("pg_try_advisory_lock", name, what_to_do)

    def among_others(self, name: str, what_to_do: str) -> AbstractContextManager[None]:
        return self._locked("pg_try_advisory_lock_shared", name, what_to_do)

    def signals(self) -> Signals:
        return Signals(self._url)

    @contextmanager
    def _locked(self, lock: LiteralString, name: str, what_to_do: str) -> Iterator[None]:
        """By a lock that ends with its connection, and so with us."""
        with explained(self.shown):
            holder = psycopg.connect(
                self._url, autocommit=True, application_name=say("process", name=name, getpid=os.getpid())
            )
        with holder:
            with explained(self.shown):
                row = holder.execute(f"select {lock}(%s, hashtext(current_schema()))", (ALONE,)).fetchone()
            if row != (True,):
                raise StoreError(say("in_use", holder=self._other(holder)), self.shown, what_to_do)
            try:
                yield
            finally:
                # the server takes a moment to notice that a connection has ended
                with suppress(psycopg.Error):
                    holder.execute("select pg_advisory_unlock_all()")

    def drop(self) -> None:
        db = PostgresDatabase(self._url, self.shown, read_only=False)
        try:
            db.drop_all()
        finally:
            db.close()

    def damage(self) -> str:
        """A server looks after its pages."""
        return ""

    def days_left(self, now: Instant) -> int | None:  # noqa: ARG002 - as for every store
        """How much room a server has is not told."""
        return None

    def backups(self, folder: str, *, every_h: float, keep: int, now: Callable[[], Instant]) -> NoBackups:  # noqa: ARG002
        return NoBackups(self.shown)

    def backups_in(self, folder: str) -> list[Path]:  # noqa: ARG002
        return []

    def restore(self, backup: str, stamp: str) -> Restored:  # noqa: ARG002
        raise StoreError(say("pg_backup"), backup, say("use_pg_restore", place=self.shown))

    def readable_by_others(self) -> list[Path]:
        return self.beside.readable_by_others()

    def keep_to_owner(self) -> None:
        keep_to_owner(self.readable_by_others())

    def _other(self, connection: psycopg.Connection[tuple[object, ...]]) -> str:
        row = connection.execute(
            "select application_name from pg_locks join pg_stat_activity using (pid)"
            " where locktype = 'advisory' and classid = %s and granted",
            (ALONE,),
        ).fetchone()
        return str(row[0]) if row and row[0] else say("another_process")


class NoBackups:
    """A server's are made by its own tools."""

    def __init__(self, shown: str) -> None:
        self._shown = shown

    def due_in_s(self) -> float:
        return 0.0

    def make(self) -> Path:
        """Raises: StoreError that says by which."""
        raise StoreError(say("pg_backup"), self._shown, say("use_pg_dump", place=self._shown))


def _without_password(url: str) -> str:
    """What may be printed: no password, neither before the host nor behind the question mark."""
    with suppress(ValueError):
        parts = urlsplit(url)
        user, at, host = parts.netloc.rpartition("@")
        if ":" in user:
            user = f"{user.partition(':')[0]}:***"
        asked = [
            (key, "***" if key in _SECRET else value)
            for key, value in parse_qsl(parts.query, keep_blank_values=True)
        ]
        query = urlencode(asked, safe="*/:@")
        return urlunsplit(parts._replace(netloc=f"{user}{at}{host}", query=query))
    return "postgresql://***"


def postgres_at(rest: str, data_folder: str) -> PostgresAddress:
    """
    The database of a URL as libpq reads it.

    Raises: StoreError for another one.
    """
    return PostgresAddress(f"postgresql://{rest}", data_folder)
