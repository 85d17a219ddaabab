"""
How does a backup take the place of a database?

What it replaces is moved into a folder of its own, whole, with its log and what lies beside it. A restore
that was cut off leaves a note, with which the database is not opened and the same restore goes on.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

from chargeboard.store.beside import KEY, Beside
from chargeboard.store.errors import StoreError
from chargeboard.store.reports import Restored
from chargeboard.store.rights import copy_rights
from chargeboard.store.sqlite.backup import copy_whole
from chargeboard.store.sqlite.connection import SqliteDatabase, unfinished_restore
from chargeboard.store.sqlite.migrate import schema_version, versions
from chargeboard.store.words import say

LOGS = ("-wal", "-shm", "-journal")
_SHARED_FIRST, _SHARED_BYTES = 0x40000002, 510
"""Where everybody who has a SQLite file open holds a lock on it."""


def restore(backup: str, database: str, stamp: str, beside: Beside) -> Restored:
    """
    Put the backup in the place of the database, which nobody uses; `stamp` names the folder for the old one.

    What belongs to the database is `beside` it.

    Raises: StoreError, before anything is changed.
    """
    target = Path(os.path.realpath(database))
    if Path(backup).exists() and target.exists() and target.samefile(backup):
        raise StoreError(say("restore_itself"), backup, say("name_a_backup_of_it"))
    _refuse_while_open(target)
    draft = Path(f"{target}.part")
    source = SqliteDatabase(backup, read_only=True)
    try:
        _check_schema(source)
        holdings = copy_whole(source, draft)
    finally:
        source.close()
    kept = _clear(target, beside, Path(backup), stamp)
    if kept is not None and (kept / target.name).exists():
        copy_rights(kept / target.name, draft)
    brought = Beside(Path(backup)).copy_to(beside)
    draft.rename(target)
    _sync(target.parent)
    unfinished_restore(target).unlink()
    return Restored(holdings, kept, brought)


def _check_schema(source: SqliteDatabase) -> None:
    found, newest = schema_version(source), max(versions())
    if found > newest:
        raise StoreError(
            say("backup_too_new", found=found, newest=newest),
            source.path,
            say("install_newer_for_backup"),
        )
    if not found:
        raise StoreError(say("not_a_backup"), source.path, say("name_a_backup"))


def _refuse_while_open(target: Path) -> None:
    """By SQLite's own lock, so that any program counts, and a damaged file too."""
    if not target.exists():
        return
    with target.open("r+b") as file:
        try:
            fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, _SHARED_BYTES, _SHARED_FIRST)
        except BlockingIOError as error:
            raise StoreError(
                say("database_open"),
                str(target),
                say("end_it_first"),
            ) from error


def _clear(target: Path, beside: Beside, backup: Path, stamp: str) -> Path | None:
    """Move what is in the way into its folder; where a former restore began to, into that one."""
    note = unfinished_restore(target)
    if note.exists():
        kept = Path(note.read_text().splitlines()[0])
    else:
        kept = next(place for place in _folders(target, stamp) if not place.exists())
    draft = Path(f"{note}.part")
    draft.write_text(f"{kept}\n{backup.resolve()}\n")
    _sync(draft)
    draft.rename(note)
    _sync(target.parent)
    belonging = [(beside.stem, ending) for ending in beside.endings()]
    for stem, ending in (*belonging, *((target, ending) for ending in (*LOGS, ""))):
        file, place = Path(f"{stem}{ending}"), kept / f"{target.name}{ending}"
        if not file.exists():
            continue
        kept.mkdir(exist_ok=True)
        if place.exists():
            file.unlink()  # it is of the restore that was cut off
        elif ending == KEY and not Path(f"{backup}{KEY}").exists():
            shutil.copy2(file, place)  # no other key is brought: this one stays
        else:
            file.rename(place)
    _sync(target.parent)
    return kept if kept.exists() else None


def _folders(target: Path, stamp: str) -> Iterator[Path]:
    yield Path(f"{target}.before-{stamp}")
    for again in count(2):
        yield Path(f"{target}.before-{stamp}-{again}")


def _sync(*paths: Path) -> None:
    for path in paths:
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
