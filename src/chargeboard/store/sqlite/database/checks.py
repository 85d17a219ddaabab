"""What is wrong with this database, in words?"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import apsw

from chargeboard.store.reports import Finding
from chargeboard.store.sqlite.database.connection import IN_MEMORY
from chargeboard.store.sqlite.database.migrate import schema_version, versions
from chargeboard.time.instants import MINUTE, Instant, text_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from chargeboard.store.sqlite.database.connection import Database

_SAFE_SQLITE = (3, 51, 3)
_ROOM = 500_000_000
_LARGE_WAL = 1_000_000_000
_SHOWN = 5


def findings(db: Database, now: Instant) -> list[Finding]:
    """All checks, in the order in which to read them."""
    return [
        *_sqlite(),
        *_schema(db),
        *_integrity(db),
        *_unfolded(db),
        *_refolds(db),
        *_clock(db, now),
        *_files(db),
    ]


def _sqlite() -> Iterator[Finding]:
    found = apsw.sqlite_lib_version()
    if tuple(map(int, found.split("."))) >= _SAFE_SQLITE:
        yield Finding("ok", f"SQLite {found}")
    else:
        yield Finding(
            "error",
            f"SQLite {found} may damage a database when its write-ahead log is reset",
            "Install apsw 3.51.3 or newer.",
        )


def _schema(db: Database) -> Iterator[Finding]:
    yield Finding("ok", f"Schema {schema_version(db)} of {max(versions())}")


def _integrity(db: Database) -> Iterator[Finding]:
    with db.reading() as connection:
        complaints = [text for (text,) in connection.execute("pragma integrity_check")]
    if complaints == ["ok"]:
        yield Finding("ok", "The file is intact")
    else:
        yield Finding(
            "error",
            f"The file is damaged: {'; '.join(complaints[:_SHOWN])}",
            "Restore the last backup, or save what can be read with `sqlite3 FILE .recover`.",
        )


def _unfolded(db: Database) -> Iterator[Finding]:
    with db.reading() as connection:
        waiting = [station for (station,) in db.sql.unfolded(connection)]
    if waiting:
        yield Finding(
            "warning",
            f"Frames that are not understood yet: {_named(waiting)}",
            "The next `chargeboard serve` or `import` does it; `chargeboard rebuild` does it now.",
        )
    else:
        yield Finding("ok", "All frames are understood")


def _refolds(db: Database) -> Iterator[Finding]:
    with db.reading() as connection:
        marked = [station for (station,) in db.sql.stations_to_refold(connection)]
    if marked:
        yield Finding(
            "warning",
            f"Older frames came in late, so the history is read again: {_named(marked)}",
            "The next `chargeboard serve` or `import` does it; `chargeboard rebuild` does it now.",
        )


def _clock(db: Database, now: Instant) -> Iterator[Finding]:
    with db.reading() as connection:
        ahead = [
            (station, newest) for station, newest in db.sql.newest_frames(connection) if newest > now + MINUTE
        ]
    if ahead:
        newest = max(instant for _, instant in ahead)
        yield Finding(
            "error",
            f"It is {text_of(now)} here, but frames were received up to {text_of(newest)}: "
            f"{_named([station for station, _ in ahead])}",
            "Set this machine's clock (NTP), or check the zone that a log was imported with (`--tz`).",
        )
    else:
        yield Finding("ok", f"The clock says {text_of(now)}")


def _files(db: Database) -> Iterator[Finding]:
    if db.path == IN_MEMORY:
        return
    file, wal = Path(db.path), Path(f"{db.path}-wal")
    free = shutil.disk_usage(file.parent).free
    yield (
        Finding("ok", f"{_megabytes(file.stat().st_size)} used, {_megabytes(free)} free on the disk")
        if free > _ROOM
        else Finding("error", f"Only {_megabytes(free)} free on the disk", "Make room before writes fail.")
    )
    size = wal.stat().st_size if wal.exists() else 0
    if size > _LARGE_WAL:
        yield Finding(
            "warning",
            f"The write-ahead log has grown to {_megabytes(size)}",
            "Some program holds the database open in a long read; stop it.",
        )


def _named(stations: list[str]) -> str:
    rest = len(stations) - _SHOWN
    return ", ".join(stations[:_SHOWN]) + (f" and {rest} more" if rest > 0 else "")


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.0f} MB"
