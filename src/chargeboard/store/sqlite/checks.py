"""What is wrong with this database, in words?"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import apsw

from chargeboard.store.reports import Finding
from chargeboard.store.sql.checks import work_left
from chargeboard.store.sqlite.connection import IN_MEMORY
from chargeboard.store.sqlite.migrate import schema_version, versions
from chargeboard.store.sqlite.room import ROOM, room
from chargeboard.store.words import say
from chargeboard.time.instants import Instant

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chargeboard.store.sqlite.connection import SqliteDatabase

_SAFE_SQLITE = (3, 51, 3)
_LARGE_WAL = 1_000_000_000
_SHOWN = 5


def findings(db: SqliteDatabase, now: Instant) -> list[Finding]:
    """All checks, in the order in which to read them."""
    return [
        *_sqlite(),
        *_schema(db),
        *_integrity(db),
        *work_left(db, now),
        *_files(db),
        *room(db, now),
    ]


def _sqlite() -> Iterator[Finding]:
    found = apsw.sqlite_lib_version()
    if tuple(map(int, found.split("."))) >= _SAFE_SQLITE:
        yield Finding("ok", f"SQLite {found}")
    else:
        yield Finding(
            "error",
            say("sqlite_too_old", found=found),
            say("install_apsw"),
        )


def _schema(db: SqliteDatabase) -> Iterator[Finding]:
    yield Finding("ok", say("schema_is", version=schema_version(db), newest=max(versions())))


def _integrity(db: SqliteDatabase) -> Iterator[Finding]:
    with db.reading() as connection:
        complaints = [text for (text,) in connection.execute("pragma integrity_check")]
    if complaints == ["ok"]:
        yield Finding("ok", say("file_intact"))
    else:
        yield Finding(
            "error",
            say("file_damaged", complaints="; ".join(complaints[:_SHOWN])),
            say("restore_or_recover"),
        )


def _files(db: SqliteDatabase) -> Iterator[Finding]:
    if db.path == IN_MEMORY:
        return
    file, wal = Path(db.path), Path(f"{db.path}-wal")
    free = shutil.disk_usage(file.parent).free
    yield (
        Finding("ok", say("disk_use", used=_megabytes(file.stat().st_size), free=_megabytes(free)))
        if free > ROOM
        else Finding("error", say("disk_nearly_full", free=_megabytes(free)), say("make_room"))
    )
    size = wal.stat().st_size if wal.exists() else 0
    if size > _LARGE_WAL:
        yield Finding(
            "warning",
            say("wal_is_large", size=_megabytes(size)),
            say("stop_long_reader"),
        )


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"
