"""Where is a SQLite file, and what may be done with it as a whole?"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from typing import NoReturn

from chargeboard.store.beside import Beside, beside_file
from chargeboard.store.errors import StoreError
from chargeboard.store.hold import held
from chargeboard.store.reports import Restored
from chargeboard.store.rights import keep_to_owner, readable_by_others
from chargeboard.store.sqlite.backup import damage_of
from chargeboard.store.sqlite.connection import IN_MEMORY
from chargeboard.store.sqlite.restore import LOGS, restore
from chargeboard.store.sqlite.rotation import Rotation
from chargeboard.store.sqlite.store import SqliteStore, open_sqlite
from chargeboard.store.words import say
from chargeboard.time.instants import Instant


class SqliteAddress:
    """A SQLite file, or memory."""

    def __init__(self, path: str, data_folder: str = "") -> None:
        """Raises: StoreError where the data folder is not there, or what is to be in it is not."""
        self.shown = path
        self.beside = beside_file(Path(path), data_folder) if self.is_lasting else Beside(None)

    is_shared = False

    @property
    def is_lasting(self) -> bool:
        return self.shown != IN_MEMORY

    @property
    def exists(self) -> bool:
        """Whether the file is there."""
        return Path(self.shown).is_file()

    def open(self, *, read_only: bool = False, gives_way: bool = False) -> SqliteStore:
        return open_sqlite(self.shown, self.beside, read_only=read_only, gives_way=gives_way)

    def alone(self, name: str, what_to_do: str) -> AbstractContextManager[None]:
        return held(self.shown, name, what_to_do) if self.is_lasting else nullcontext()

    def among_others(self, name: str, what_to_do: str) -> AbstractContextManager[None]:  # noqa: ARG002
        raise StoreError(say("one_server"), self.shown, say("roles_need_a_server"))

    def signals(self) -> NoReturn:
        raise StoreError(say("one_server"), self.shown, say("roles_need_a_server"))

    def drop(self) -> None:
        for file in self._files:
            file.unlink(missing_ok=True)

    def damage(self) -> str:
        return damage_of(self.shown)

    def days_left(self, now: Instant) -> int | None:
        store = self.open(read_only=True)
        try:
            return store.days_left(now)
        finally:
            store.close()

    def backups(self, folder: str, *, every_h: float, keep: int, now: Callable[[], Instant]) -> Rotation:
        return Rotation(self.shown, self._back_up, folder, every_h=every_h, keep=keep, now=now)

    def backups_in(self, folder: str) -> list[Path]:
        return sorted(Path(folder).glob("*.db"))

    def restore(self, backup: str, stamp: str) -> Restored:
        return restore(backup, self.shown, stamp, self.beside)

    def readable_by_others(self) -> list[Path]:
        return [*readable_by_others(self._files), *self.beside.readable_by_others()]

    def keep_to_owner(self) -> None:
        keep_to_owner(self.readable_by_others())

    def _back_up(self, target: Path) -> None:
        store = self.open(read_only=True)
        try:
            store.backup(target)
        finally:
            store.close()

    @property
    def _files(self) -> list[Path]:
        return [Path(f"{self.shown}{ending}") for ending in ("", *LOGS)]


def sqlite_at(rest: str, data_folder: str) -> SqliteAddress:
    """
    The file of a URL as SQLAlchemy writes it: three slashes before a relative path, four with an absolute.

    Raises: StoreError for another one.
    """
    host, slash, path = rest.partition("/")
    if not slash and not host:
        path = IN_MEMORY
    if host or not path or "?" in path:
        wrong = (
            say("not_this_machine", host=host)
            if host
            else say("no_options")
            if path
            else say("url_without_file")
        )
        raise StoreError(
            wrong,
            f"sqlite://{rest}",
            say("write_sqlite_url"),
        )
    return SqliteAddress(path, data_folder)
