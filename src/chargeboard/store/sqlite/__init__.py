"""How does one file hold everything, without a server?"""

from __future__ import annotations

from contextlib import AbstractContextManager

from chargeboard.store.beside import Beside
from chargeboard.store.reports import Finding
from chargeboard.store.sqlite.alerts.alert_rows import AlertRows
from chargeboard.store.sqlite.alerts.outbox_rows import OutboxRows
from chargeboard.store.sqlite.chargers.charger_rows import Chargers
from chargeboard.store.sqlite.chargers.collector_rows import Collector
from chargeboard.store.sqlite.chargers.exclusion_rows import ExclusionRows
from chargeboard.store.sqlite.chargers.fleet_rows import FleetRows
from chargeboard.store.sqlite.chargers.live_rows import Live
from chargeboard.store.sqlite.chargers.near_rows import NearRows
from chargeboard.store.sqlite.chargers.unlooked_rows import UnlookedRows
from chargeboard.store.sqlite.database.backup import Backup
from chargeboard.store.sqlite.database.checks import findings
from chargeboard.store.sqlite.database.connection import Database
from chargeboard.store.sqlite.database.migrate import migrate
from chargeboard.store.sqlite.database.room import days_left
from chargeboard.store.sqlite.journal.append_heard import Listening
from chargeboard.store.sqlite.journal.frames_in_order import Frames
from chargeboard.store.sqlite.known.conclusion_rows import ConclusionRows
from chargeboard.store.sqlite.known.list_rows import ListRows
from chargeboard.store.sqlite.known.many_stations import ManyStations
from chargeboard.store.sqlite.people.audit_rows import AuditRows
from chargeboard.store.sqlite.people.people_rows import PeopleRows
from chargeboard.store.sqlite.privacy.hide_again import Hiding
from chargeboard.store.sqlite.privacy.let_go import Retention
from chargeboard.store.sqlite.privacy.token_rows import Tokens
from chargeboard.time.instants import Instant


class SqliteStore(
    Retention,
    Listening,
    Frames,
    ConclusionRows,
    ListRows,
    ManyStations,
    Chargers,
    ExclusionRows,
    FleetRows,
    UnlookedRows,
    NearRows,
    Live,
    Collector,
    Hiding,
    Tokens,
    AlertRows,
    OutboxRows,
    PeopleRows,
    AuditRows,
    Backup,
):
    """A store in one SQLite file, or in memory."""

    def __init__(self, db: Database, beside: Beside) -> None:
        self._db = db
        self.beside = beside

    def together(self) -> AbstractContextManager[object]:
        """All writes inside are one commit: durable together when the block ends, or undone together."""
        return self._db.writing()

    def reading(self) -> AbstractContextManager[object]:
        """Everything read inside is of one moment."""
        return self._db.reading()

    def data_version(self) -> tuple[int, int]:
        """Differs after anybody wrote to the file: other connections, or this one."""
        with self._db.reading() as connection:
            return int(connection.pragma("data_version")), connection.total_changes()

    def open_no_more_files(self) -> None:
        """What SQLite else puts into temporary files stays in memory: a commit needs none to be free."""
        self._db.connection.pragma("temp_store", "memory")
        self.begin_source()  # that dropped its tables

    def findings(self, now: Instant) -> list[Finding]:
        """What is well and what is wrong with it, in the order in which to read it."""
        return findings(self._db, now)

    def days_left(self, now: Instant) -> int | None:
        """For how many days like the last seven there is room on the disk; None where that is not known."""
        return days_left(self._db, now)

    def close(self) -> None:
        self._db.close()


def open_sqlite(
    path: str, beside: Beside, *, read_only: bool = False, gives_way: bool = False
) -> SqliteStore:
    """
    Open the file, making it or bringing its schema up to date where it may be written.

    `gives_way`: what is written here can be made again from frames, and others write before it.

    Raises: StoreError, which says what to do.
    """
    db = Database(path, read_only=read_only, gives_way=gives_way)
    try:
        migrate(db)
        store = SqliteStore(db, beside)
        if not read_only:
            store.begin_source()
    except BaseException:
        db.close()
        raise
    return store
