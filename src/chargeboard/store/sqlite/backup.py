"""How is a copy made while everything runs, and is it whole?"""

from __future__ import annotations

from pathlib import Path

import apsw

from chargeboard.domain.terminal import command
from chargeboard.store.beside import Beside
from chargeboard.store.errors import StoreError
from chargeboard.store.reports import Holdings
from chargeboard.store.sqlite.belonging import draw
from chargeboard.store.sqlite.connection import SqliteDatabase, explained
from chargeboard.store.words import say

_SHOWN = 5
_DAMAGE = (apsw.CorruptError, apsw.NotADBError)


class Backup:
    """SQLite's online backup: one consistent moment, while others write."""

    _db: SqliteDatabase
    beside: Beside

    def backup(self, path: str | Path) -> Holdings:
        """
        Copy the database with what lies beside it, open the copy and compare it; what it holds.

        Raises: StoreError where the target exists, cannot be written, or is not whole.
        """
        target = Path(path)
        if target.exists():
            raise StoreError(say("backup_exists"), str(target), say("choose_another_name"))
        if not target.parent.is_dir():
            raise StoreError(
                say("no_backup_folder"),
                str(target),
                command("Make it: mkdir -p", str(target.parent)),
            )
        # before the database: a mark that is older than its frames loses and doubles nothing
        self.beside.copy_to(Beside(target))
        unfinished = target.with_name(f"{target.name}.part")
        held = copy_whole(self._db, unfinished)
        unfinished.rename(target)
        return held


def copy_whole(db: SqliteDatabase, target: Path) -> Holdings:
    """
    Copy a database into one file, and see that it is whole.

    Raises: StoreError; nothing is left then.
    """
    target.unlink(missing_ok=True)
    try:
        with db.reading() as source:
            wanted = _holdings(db, source)
            with explained(str(target)):
                _copy(source, target)
        _check(db, target, wanted)
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    return wanted


def damage_of(path: str) -> str:
    """What is wrong with the pages of a database that is in use; empty too where that cannot be told now."""
    try:
        db = SqliteDatabase(path, read_only=True)
    except StoreError as error:
        return str(error.__cause__) if isinstance(error.__cause__, _DAMAGE) else ""
    try:
        return damage(db.connection)
    except apsw.Error:
        return ""
    finally:
        db.close()


def damage(connection: apsw.Connection) -> str:
    """What is wrong with the pages of a database, in SQLite's words; empty where nothing is."""
    try:
        found = [str(text) for (text,) in connection.execute("pragma quick_check")]
    except _DAMAGE as error:
        return str(error)
    return "" if found == ["ok"] else "; ".join(found[:_SHOWN])


def _holdings(db: SqliteDatabase, connection: apsw.Connection) -> Holdings:
    stations, frames, facts, sessions = db.sql.holdings(connection)
    if connection.table_exists("main", "fact_block"):  # a backup of before has none
        facts += db.sql.packed_facts_held(connection)
    return Holdings(stations, frames, facts, sessions)


def _copy(source: apsw.Connection, target: Path) -> None:
    copy = apsw.Connection(str(target))
    try:
        with copy.backup("main", source, "main") as steps:
            steps.step()
        copy.execute("pragma journal_mode = delete").fetchall()
        draw(copy)
    finally:
        copy.close()


def _check(db: SqliteDatabase, copy: Path, wanted: Holdings) -> None:
    opened = apsw.Connection(str(copy), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        wrong = damage(opened)
        if not wrong and (holdings := _holdings(db, opened)) != wanted:
            wrong = say("holds_other", found=holdings, wanted=wanted)
    finally:
        opened.close()
    if wrong:
        raise StoreError(
            say("backup_incomplete", why=wrong),
            str(db.path),
            say("database_or_disk_damaged"),
        )
