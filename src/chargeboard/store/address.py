"""
Which store does a URL open?

A kind of store is a folder beside this module, and a line of `STORES`. What stands without a scheme is the
path of a SQLite file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol

from chargeboard.domain.members import Kind
from chargeboard.ports.privacy import HidingRules
from chargeboard.ports.store import Store
from chargeboard.store.beside import Beside
from chargeboard.store.errors import StoreError
from chargeboard.store.reports import Finding, Holdings, Restored, ServerState
from chargeboard.store.sql.database.connection import Database
from chargeboard.store.sqlite.address import SqliteAddress, sqlite_at
from chargeboard.store.words import say
from chargeboard.time.instants import Instant


class OwnedStore(Store, Protocol):
    """A store, opened, with what only its owner asks of it."""

    rules: HidingRules | None
    """How this process hides what it keeps; None: it keeps no frames, or hides nothing."""

    def open_no_more_files(self) -> None:
        """Whoever holds many connections must be able to write without a free file descriptor."""

    def wipe(self) -> None:
        """Leave nothing that was dropped or replaced in any free part or log; nobody else may use it."""

    def note_wiped(self) -> None:
        """No free part holds what was not hidden, from now on."""

    @property
    def database(self) -> Database:
        """What it is kept in."""

    def backup(self, path: str | Path) -> Holdings:
        """
        Copy the store with what belongs to it, open the copy and compare it.

        Raises: StoreError where the target exists, cannot be written, or is not whole.
        """

    def server(self) -> ServerState | None:
        """How the server is that keeps it; None: there is none."""

    def findings(self, now: Instant) -> list[Finding]:
        """What is well and what is wrong with it, in the order in which to read it."""


class Signals(Protocol):
    """What processes tell each other of chargers; what is lost costs time and nothing else."""

    def tell(self, stations: Iterable[str] = (), kind: Kind = "heard", /) -> None:
        """Something is new of these; returns at once."""

    def look(self, stations: Iterable[str], /) -> None:
        """Somebody looks at these now."""

    def hear(self, timeout_s: float) -> tuple[Kind, list[str]] | None:
        """What is told next, nobody where that takes longer; None: something may have been missed."""

    def close(self) -> None: ...


class Backups(Protocol):
    """A series of backups in a folder."""

    def due_in_s(self) -> float:
        """Until the next one is to be made."""

    def make(self) -> Path:
        """Make one that is whole, then let the oldest go. Raises: StoreError, OSError."""


class StoreAddress(Protocol):
    """Where a store is, whether it is open or not."""

    @property
    def shown(self) -> str:
        """What people are told of where it is."""

    @property
    def beside(self) -> Beside:
        """What belongs to it and is not in it."""

    @property
    def is_lasting(self) -> bool:
        """Whether what it keeps is there when this process has ended."""

    @property
    def is_shared(self) -> bool:
        """Whether several processes may serve it."""

    @property
    def exists(self) -> bool: ...

    def open(self, *, read_only: bool = False, gives_way: bool = False) -> OwnedStore:
        """
        Open it, making it or bringing its schema up to date where it may be written.

        `gives_way`: what is written here can be made again from frames, and others write before it.

        Raises: StoreError, which says what to do.
        """

    def alone(self, name: str, what_to_do: str) -> AbstractContextManager[None]:
        """
        Nobody else serves or replaces it while this is open; `name` is what others are told of us.

        Raises: StoreError that says who does, and `what_to_do`.
        """

    def among_others(self, name: str, what_to_do: str) -> AbstractContextManager[None]:
        """
        As `alone`, but other processes may serve it, too, that came so.

        Raises: StoreError, also where it is a kind that one process serves.
        """

    def signals(self) -> Signals:
        """How those processes tell each other who was heard. Raises: StoreError, likewise."""

    def drop(self) -> None:
        """All that it holds is gone."""

    def damage(self) -> str:
        """What is wrong with it; empty too where that cannot be told now."""

    def days_left(self, now: Instant) -> int | None:
        """For how many days like the last seven there is room; None where that is not known."""

    def backups(self, folder: str, *, every_h: float, keep: int, now: Callable[[], Instant]) -> Backups: ...

    def backups_in(self, folder: str) -> list[Path]:
        """Those that are in a folder, in the order of their names."""

    def restore(self, backup: str, stamp: str) -> Restored:
        """
        Put a backup in its place, while nobody uses it; `stamp` names the folder that the old one goes to.

        Raises: StoreError, before anything is changed.
        """

    def readable_by_others(self) -> list[Path]:
        """Which of its files anybody on this machine may read or write."""

    def keep_to_owner(self) -> None:
        """Take that from them, as far as it is ours to do."""


def _postgres_at(rest: str, data_folder: str) -> StoreAddress:
    """Its library is installed by those who use it."""
    try:
        from chargeboard.store.postgres.address import postgres_at  # noqa: PLC0415 - it may not be there
    except ModuleNotFoundError as error:
        if error.name is None or not error.name.startswith("psycopg"):
            raise
        raise StoreError(say("pg_missing"), "psycopg", say("install_pg")) from error
    return postgres_at(rest, data_folder)


STORES: Mapping[str, Callable[[str, str], StoreAddress]] = {"sqlite": sqlite_at, "postgresql": _postgres_at}
"""By scheme: what makes an address of what stands behind `scheme://`, and of the data folder."""
_PASSWORD = re.compile(r"(?<=://)([^:/@]*):[^@/]*@")
_URL = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]+):(?P<slashes>//)?(?P<rest>.*)", re.DOTALL)


def store_at(place: str | Path, data_folder: str = "") -> StoreAddress:
    """
    The store of a URL or path.

    Raises: StoreError for one that names none, or whose data folder is not there.
    """
    url = _URL.fullmatch(str(place))
    scheme = "" if url is None else url["scheme"].lower()
    if url is None or (url["slashes"] is None and scheme not in STORES):
        return SqliteAddress(str(place), data_folder)
    if scheme not in STORES:
        known = ", ".join(f"{scheme}://" for scheme in STORES)
        raise StoreError(
            say("unknown_scheme", scheme=scheme),
            _PASSWORD.sub(r"\1:***@", str(place)),
            say("known_schemes", known=known),
        )
    if url["slashes"] is None:
        raise StoreError(
            say("slashes_missing", scheme=scheme),
            str(place),
            say("write_scheme", scheme=scheme, rest=url["rest"], path=place),
        )
    return STORES[scheme](url["rest"], data_folder)


def open_store(place: str | Path, *, read_only: bool = False, gives_way: bool = False) -> OwnedStore:
    """
    Open the store of a URL or path.

    Raises: StoreError, which says what to do.
    """
    return store_at(place).open(read_only=read_only, gives_way=gives_way)
