"""
Is the schema of this file the one that the program knows?

Migrations are numbered files, applied in order, each in a transaction of its own; a new file gets all in one.
"""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from chargeboard.store.errors import StoreError
from chargeboard.store.sqlite import in_codes, in_less_room, in_places
from chargeboard.store.sqlite.belonging import APPLICATION_ID
from chargeboard.store.sqlite.connection import SqliteDatabase
from chargeboard.store.words import say

if TYPE_CHECKING:
    from apsw import SQLiteValue

MIGRATIONS = Path(__file__).parent / "migrations"


def versions(folder: Path = MIGRATIONS) -> dict[int, Path]:
    """The migrations by number."""
    return {int(file.name.split("_")[0]): file for file in sorted(folder.glob("[0-9]*.sql"))}


def newest_schema() -> int:
    """The schema that this program stores by."""
    return max(versions())


def migrate(db: SqliteDatabase, folder: Path = MIGRATIONS) -> None:
    """
    Bring the file to the newest schema, or check it where it may only be read.

    Raises: StoreError for a file of another program or of a newer version of this one.
    """
    steps = versions(folder)
    newest = max(steps)
    found = schema_version(db)
    if found > newest:
        raise StoreError(
            say("schema_too_new", found=found, newest=newest),
            db.path,
            say("install_newer"),
        )
    if found < newest and db.is_read_only:
        raise StoreError(say("schema_too_old", found=found), db.path, say("open_to_upgrade"))
    if found < newest:
        with db.writing():
            pass  # the log begins with the schema of the file, by which `belonging` knows it
        db.connection.create_scalar_function("msgpack_item", _msgpack_item, 2, deterministic=True)
        in_codes.enter(db.connection)
        in_less_room.enter(db.connection)
        in_places.enter(db.connection)
    with nullcontext() if found else db.writing():
        for number in range(found + 1, newest + 1):
            with db.writing() as connection:
                # another process may have been faster
                if schema_version(db) < number:
                    connection.execute(steps[number].read_text(encoding="utf-8"))
                    db.sql.set_schema_version(connection, version=str(number))
                    connection.pragma("application_id", APPLICATION_ID)


def _msgpack_item(*given: SQLiteValue) -> SQLiteValue:
    """Text or a number of an array in MessagePack; None where there is none, or something else."""
    body, at = given
    assert isinstance(body, bytes)  # noqa: S101 - a column of bodies holds nothing else
    items: list[object] = msgspec.msgpack.decode(body, type=list)
    item = items[at] if isinstance(at, int) and at < len(items) else None
    return item if isinstance(item, str | int) else None


def schema_version(db: SqliteDatabase) -> int:
    """
    The number of the last migration applied; 0 for an empty file.

    Raises: StoreError where the file holds something else.
    """
    with db.reading() as connection:
        if connection.pragma("application_id") == APPLICATION_ID:
            return int(db.sql.schema_version(connection))
        if connection.execute("select exists (select 1 from sqlite_schema)").get:
            raise StoreError(
                say("foreign_database"),
                db.path,
                say("name_another_file"),
            )
        return 0
