"""
Does the write-ahead log beside a file belong to that file?

SQLite reads any log that lies there into any file, also into a backup that was copied over the database
after a crash. So the file's `user_version` counts its transactions, from a number drawn anew whenever nobody
had it open: a log belongs to a file that stands right before the log's first transaction, or at one of them.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from time import sleep
from typing import NamedTuple
from urllib.parse import quote

import apsw

from chargeboard.domain.terminal import command
from chargeboard.store.errors import StoreError
from chargeboard.store.words import say

APPLICATION_ID = 0x63686272
"""Marks a file as ours ("chbr")."""
_MOST = 2**31 - 1
_LOG_HEADER_BYTES, _FRAME_HEADER_BYTES = 32, 24
_COOKIE_AT, _COUNT_AT = 40, 60
_LOOKS, _PAUSE_S = 6, 0.02


class _State(NamedTuple):
    """Which transaction page 1 is of. The cookie tells a file that VACUUM wrote anew."""

    number: int
    cookie: int


def begin_anew(connection: apsw.Connection) -> None:
    """Put the log into the file and draw a new number, where nobody else has the file open."""
    if connection.pragma("application_id") != APPLICATION_ID and connection.pragma("page_count"):
        return
    try:
        connection.pragma("journal_mode", "delete")
        with connection:
            # once we write, nobody can turn the file to WAL meanwhile
            draw(connection)
            if connection.pragma("journal_mode") != "delete":
                raise apsw.BusyError  # noqa: TRY301 - it undoes what we drew
    except apsw.BusyError:
        pass  # others are at work, and their log goes on


def draw(connection: apsw.Connection) -> None:
    """A number that no other file has."""
    connection.pragma("user_version", 1 + secrets.randbelow(_MOST))


def count(connection: apsw.Connection) -> None:
    """One transaction more; this also brings page 1 into the log as its first page."""
    connection.pragma("user_version", _next(int(connection.pragma("user_version"))))


def check_log(path: str) -> None:
    """
    Whether SQLite may read the log, before it does.

    Raises: StoreError for the log of another file, or of this one at another time.
    """
    log = Path(f"{os.path.realpath(path)}-wal")
    for _ in range(_LOOKS):
        if not log.exists():
            return
        state = _seen(path)
        if state is None or _belongs(state, log):
            return
        # somebody may be at work: of a page that is being written its head comes first
        sleep(_PAUSE_S)
    raise StoreError(
        say("foreign_wal"),
        path,
        say(
            "foreign_wal_why",
            path=path,
            command=command("sqlite3", path, "pragma wal_checkpoint(truncate)"),
        ),
    )


def _next(number: int) -> int:
    return number % _MOST + 1


def _seen(path: str) -> _State | None:
    """The state of the file without its log; None where SQLite itself will say what is wrong."""
    try:
        # SQLite opens it, so that our locks on it outlive this; "immutable" leaves the log alone
        file = apsw.Connection(
            f"file:{quote(path)}?immutable=1", flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI
        )
    except apsw.Error:
        return None
    try:
        return _State(int(file.pragma("user_version")), int(file.pragma("schema_version")))
    except apsw.Error:
        return None
    finally:
        file.close()


def _belongs(state: _State, log: Path) -> bool:
    # what VACUUM writes is no transaction of ours; it has a cookie of its own
    firsts = (state._replace(number=_next(state.number)), state._replace(cookie=state.cookie + 1))
    is_empty = True
    for logged in _logged(log):
        if logged == state or (is_empty and logged in firsts):
            return True
        is_empty = False
    return is_empty


def _logged(log: Path) -> Iterator[_State]:
    """The states that page 1 goes through in the log's present round; none once it is in the file."""
    try:
        opened = log.open("rb")
    except FileNotFoundError:
        return
    with opened as pages:
        header = pages.read(_LOG_HEADER_BYTES)
        if len(header) < _LOG_HEADER_BYTES:
            return
        page_bytes, salts = int.from_bytes(header[8:12]), header[16:24]
        while len(frame := pages.read(_FRAME_HEADER_BYTES)) == _FRAME_HEADER_BYTES and frame[8:16] == salts:
            if int.from_bytes(frame[:4]) == 1:
                page = pages.read(page_bytes)
                yield _State(_number(page, _COUNT_AT), _number(page, _COOKIE_AT))
            else:
                pages.seek(page_bytes, os.SEEK_CUR)


def _number(page: bytes, at: int) -> int:
    return int.from_bytes(page[at : at + 4], signed=True)
