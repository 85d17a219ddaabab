"""How does one file hold everything, without a server?"""

from __future__ import annotations

from chargeboard.store.beside import Beside
from chargeboard.store.reports import Finding
from chargeboard.store.sql.store import SqlStore
from chargeboard.store.sqlite.backup import Backup
from chargeboard.store.sqlite.checks import findings
from chargeboard.store.sqlite.connection import SqliteDatabase
from chargeboard.store.sqlite.migrate import migrate
from chargeboard.store.sqlite.room import days_left
from chargeboard.time.instants import Instant


class SqliteStore(SqlStore, Backup):
    """A store in one SQLite file, or in memory."""

    _db: SqliteDatabase

    def __init__(self, db: SqliteDatabase, beside: Beside) -> None:
        super().__init__(db, beside)

    def data_version(self) -> tuple[int, int]:
        """Differs after anybody wrote to the file: other connections, or this one."""
        with self._db.reading() as connection:
            return int(connection.pragma("data_version")), connection.total_changes()

    def open_no_more_files(self) -> None:
        """What SQLite else puts into temporary files stays in memory: a commit needs none to be free."""
        self._db.connection.pragma("temp_store", "memory")
        self.begin_delivery()  # that dropped its tables

    def clock(self) -> None:
        """A file is kept by whoever asks, whose clock is this machine's."""

    def server(self) -> None:
        """There is none."""

    def findings(self, now: Instant) -> list[Finding]:
        """What is well and what is wrong with it, in the order in which to read it."""
        return findings(self._db, now)

    def days_left(self, now: Instant) -> int | None:
        """For how many days like the last seven there is room on the disk; None where that is not known."""
        return days_left(self._db, now)


def open_sqlite(
    path: str, beside: Beside, *, read_only: bool = False, gives_way: bool = False
) -> SqliteStore:
    """
    Open the file, making it or bringing its schema up to date where it may be written.

    `gives_way`: what is written here can be made again from frames, and others write before it.

    Raises: StoreError, which says what to do.
    """
    db = SqliteDatabase(path, read_only=read_only, gives_way=gives_way)
    try:
        migrate(db)
        store = SqliteStore(db, beside)
        if not read_only:
            store.begin_delivery()
    except BaseException:
        db.close()
        raise
    return store
