"""
How is a SQLite file opened, read and written safely?

WAL with synchronous=FULL: a write is durable when its outermost `writing` block ends. One connection serves
all threads of a process, one at a time; processes share the file by SQLite's own locks. Whoever waits for one
looks again soon, and who gives way leaves it free for as long as it held it.
"""

from __future__ import annotations

import os
import shutil
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path

import apsw

from chargeboard.domain.terminal import shell_word
from chargeboard.store.errors import StoreError, no_folder
from chargeboard.store.sql.bodies.press import Press
from chargeboard.store.sql.database.connection import Database
from chargeboard.store.sql.database.queries import Queries
from chargeboard.store.sqlite.belonging import begin_anew, check_log, count, draw
from chargeboard.store.sqlite.rows import Rows
from chargeboard.store.words import say

BUSY_MS = 15_000
IN_MEMORY = ":memory:"
_QUERIES = Queries(Rows())  # type: ignore[no-untyped-call] # the library says no types
_YIELDING = """
    pragma synchronous = normal;
    pragma wal_autocheckpoint = 4000;
    pragma secure_delete = on;
"""
"""
For what can be made again: no write waits for the disk, and the log is put away here, so late that most of
its pages are older copies of others. What gives way is overwritten.
"""
_CACHE_KIB, _READERS_CACHE_KIB = 32_768, 8_192
"""Of pages, for a connection: what who only reads does not find there, the system holds for all of them."""
_SOON_S, _LATER_S = 0.0003, 0.002
_SOON = 100
_LONGEST_YIELD_S = 0.05
_PRAGMAS = """
    pragma journal_mode = wal;
    pragma synchronous = full;
    pragma foreign_keys = off;
    pragma wal_autocheckpoint = 16000;
    pragma journal_size_limit = 67108864;
"""


class SqliteDatabase(Database):
    """One open file, or memory."""

    def __init__(self, path: str, *, read_only: bool, gives_way: bool = False) -> None:
        super().__init__(path, _QUERIES, is_read_only=read_only)
        self._lock = threading.RLock()
        self._is_reading = self._has_only_a_log_left = False
        self._gives_way = gives_way
        self._busy_since = 0.0
        with explained(path):
            _look_before_opening(path, read_only=read_only)
            if not read_only:
                _make_for_owner(path)
            self._connection = apsw.Connection(path, flags=_flags(read_only=read_only))
            try:
                self._prepare(gives_way=gives_way)
            except BaseException:
                self.connection.close()
                raise

    def _prepare(self, *, gives_way: bool) -> None:
        press = Press()
        functions: dict[str, Callable[..., bytes]] = {"pressed": press.pressed, "opened": press.opened}
        for name, function in functions.items():
            self.connection.create_scalar_function(name, function, 1, deterministic=True)
        self.connection.set_busy_handler(self._wait)
        self.connection.pragma("cache_size", -_READERS_CACHE_KIB if self.is_read_only else -_CACHE_KIB)
        if self.is_read_only:
            return
        if self.path != IN_MEMORY:
            begin_anew(self.connection)
        _patiently(self.connection, _PRAGMAS)
        if gives_way:
            _patiently(self.connection, _YIELDING)

    @property
    def connection(self) -> apsw.Connection:
        return self._connection

    @contextmanager
    def reading(self) -> Iterator[apsw.Connection]:
        """Everything read inside is of one moment."""
        with self._lock, explained(self.path):
            if self.connection.in_transaction:
                yield self.connection
                return
            self.connection.execute("begin")
            self._is_reading, self.seen_now = True, {}
            try:
                yield self.connection
            finally:
                self._is_reading, self.seen_now = False, None
                self.connection.execute("rollback")

    @contextmanager
    def writing(self, stations: Collection[str] | None = None) -> Iterator[apsw.Connection]:  # noqa: ARG002
        """A file has one writer, whoever it is about."""
        with self._lock, explained(self.path):
            if self._is_reading:
                raise RuntimeError("what is written inside `reading` would be undone with it")
            nested = self.connection.in_transaction
            begin, keep, undo = (
                ("savepoint step", "release step", "rollback to step; release step")
                if nested
                else ("begin immediate", "commit", "rollback")
            )
            self.connection.execute(begin)
            begun_at = time.monotonic()
            try:
                if not nested:
                    count(self.connection)
                yield self.connection
                self.connection.execute(keep)
            except BaseException:
                # a full disk may have rolled everything back already
                if self.connection.in_transaction:
                    self.connection.execute(undo)
                raise
        if self._gives_way and not nested:
            time.sleep(min(time.monotonic() - begun_at, _LONGEST_YIELD_S))

    @contextmanager
    def writing_along(self) -> Iterator[apsw.Connection]:
        """A savepoint has a copy of each page that is written behind it, from the sixteenth on in a file."""
        with self._lock, nullcontext() if self._is_in_writing else self.writing():
            yield self.connection

    @property
    def _is_in_writing(self) -> bool:
        return self.connection.in_transaction and not self._is_reading

    def _wait(self, times: int) -> bool:
        """
        Another process writes: wait a little, and say whether to try again.

        SQLite's own waiting soon sleeps for a tenth of a second, and others come in meanwhile.
        """
        if not times:
            self._busy_since = time.monotonic()
        elif time.monotonic() - self._busy_since > BUSY_MS / 1000:
            return False
        time.sleep(_SOON_S if times < _SOON and not self._gives_way else _LATER_S)
        return True

    @property
    def rows_changed(self) -> int:
        return self._connection.total_changes()

    def overwrite_freed(self) -> None:
        self.connection.pragma("secure_delete", 1)

    @property
    def size_bytes(self) -> int:
        """Of the file, without its log."""
        with self.reading() as connection:
            return int(connection.pragma("page_count")) * int(connection.pragma("page_size"))

    @property
    def free_bytes(self) -> int:
        with self.reading() as connection:
            return int(connection.pragma("freelist_count")) * int(connection.pragma("page_size"))

    @property
    def has_room_to_be_wiped(self) -> bool:
        """A copy goes into a temporary file, and another one into the log."""
        if self.path == IN_MEMORY:
            return True
        return shutil.disk_usage(Path(self.path).parent).free > 3 * self.size_bytes

    def wipe(self) -> None:
        """
        Write the file anew without what is free in it, and empty its log.

        It takes as long as writing the whole file does, and as much room.
        """
        with self._lock, explained(self.path):
            if self.connection.pragma("journal_mode", "delete") != "delete":
                raise apsw.BusyError
            try:
                self.connection.execute("vacuum")
                draw(self.connection)
            finally:
                _patiently(self.connection, _PRAGMAS)

    def wipe_while_used(self) -> bool:
        """
        Write the file anew while others have it open, put the log into it and cut the log off.

        False where somebody reads in the log; then only that is left to do. Nobody else writes meanwhile.
        """
        with self._lock, explained(self.path):
            if not self._has_only_a_log_left:
                self.connection.execute("vacuum")
                self._has_only_a_log_left = True
            ((is_busy, _, _),) = self.connection.execute("pragma wal_checkpoint(truncate)").fetchall()
            self._has_only_a_log_left = bool(is_busy)
            return not is_busy

    def close(self) -> None:
        """Give the file back."""
        with self._lock:
            self.connection.close()


def _make_for_owner(path: str) -> None:
    """A new file is its owner's only, and so are the logs that SQLite makes beside it."""
    if path == IN_MEMORY or Path(path).exists():
        return
    with suppress(OSError):  # SQLite will say what is wrong, or somebody was faster
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))


def _flags(*, read_only: bool) -> int:
    return apsw.SQLITE_OPEN_READONLY if read_only else apsw.SQLITE_OPEN_READWRITE | apsw.SQLITE_OPEN_CREATE


def _patiently(connection: apsw.Connection, script: str) -> None:
    """
    Run all of a script, which ends at the first row that nobody takes.

    Two processes that make the same new file: SQLite does not wait by itself while it turns to WAL.
    """
    for attempt in range(BUSY_MS // 10):
        try:
            connection.execute(script).fetchall()
        except apsw.BusyError:
            if attempt == BUSY_MS // 10 - 1:
                raise
            time.sleep(0.01)
        else:
            return


def _look_before_opening(path: str, *, read_only: bool) -> None:
    if path == IN_MEMORY:
        return
    file = Path(path)
    if file.is_dir():
        raise StoreError(say("is_a_folder"), path, say("name_a_file_in_it"))
    if not file.parent.is_dir():
        raise no_folder(path)
    if (note := unfinished_restore(file)).exists():
        kept, backup = note.read_text().splitlines()
        again = f"chargeboard restore {shell_word(backup)} --db {shell_word(path)}"
        raise StoreError(
            say("restore_unfinished"),
            path,
            say("restore_again", again=again, kept=kept),
        )
    if file.exists():
        check_log(path)
    elif read_only:
        raise StoreError(say("no_database"), path, say("check_path"))


def unfinished_restore(path: Path) -> Path:
    """The note that is there while a restore puts files in place: first where the old ones go."""
    return Path(f"{os.path.realpath(path)}.restoring")


@contextmanager
def explained(path: str) -> Iterator[None]:
    """What SQLite complains of, in words that help."""
    try:
        yield
    except apsw.Error as error:
        for kind, code in _CODES:
            if isinstance(error, kind):
                raise StoreError(say(f"what_{code}"), path, say(f"do_{code}")) from error
        raise StoreError(say("database_failed", error=error), path, say("run_doctor")) from error


_CODES: tuple[tuple[type[apsw.Error], str], ...] = (
    (apsw.FullError, "full"),
    (apsw.BusyError, "busy"),
    (apsw.ReadOnlyError, "read_only"),
    (apsw.NotADBError, "not_sqlite"),
    (apsw.CantOpenError, "cannot_open"),
    (apsw.CorruptError, "damaged"),
    (apsw.IOError, "disk_failed"),
)
"""What of the words tells of each error: what happened, and what to do."""
