"""
What do the rooms ask of an engine?

Named queries over a connection, blocks in which what is read is of one moment and what is written is kept
together, and a few words for what engines do each in their way. An engine is a folder beside `sql/`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection
from contextlib import AbstractContextManager
from typing import Protocol

from chargeboard.domain.records import Charger
from chargeboard.ports.privacy import HidingRules
from chargeboard.store.sql.database.queries import Queries

ALL = 2**63 - 1
"""More rows than there are, where a query takes at most so many."""
LINES = "\0lines"
"""What all lines of the list come to is written of as of a station; none has this name."""


class Fence(Protocol):
    """Of whom a process may write, where several share the stations."""

    @property
    def owner(self) -> str:
        """Who writes."""

    def fence(self, stations: Collection[str], /) -> list[tuple[str, int]]:
        """The leases by which it may write of them, with their epochs. Raises: Overtaken."""


class Database(ABC):
    """One open database: its connection, its queries, its transactions."""

    def __init__(self, path: str, sql: Queries, *, is_read_only: bool) -> None:
        self.path = path
        """What people are told of where it is."""
        self.sql = sql
        self.is_read_only = is_read_only
        self.rules: HidingRules | None = None
        """How this process hides what it keeps; None: it keeps no frames, or hides nothing."""
        self.fence: Fence | None = None
        """What is written in blocks that name stations is refused where they are another process's."""
        self.seen_now: dict[str, Charger | None] | None = None
        """Chargers that were looked up in the block of one moment that is read now; None: there is none."""
        self.read_until: dict[str, int] = {}
        """By station: the last seq when its frames were first read since facts of it were last written."""

    @property
    @abstractmethod
    def connection(self) -> object:
        """What queries are asked over, inside `reading` or `writing`."""

    @abstractmethod
    def reading(self) -> AbstractContextManager[object]:
        """Everything read inside is of one moment."""

    @abstractmethod
    def writing(self, stations: Collection[str] | None = None) -> AbstractContextManager[object]:
        """
        All written inside is kept together or not at all; inside another one it becomes part of that.

        `stations`: of whom something is written; who writes of others need not wait. None: of anybody.
        Raises: Unforeseen; Overtaken where the stations have become another process's.
        """

    @abstractmethod
    def writing_along(self) -> AbstractContextManager[object]:
        """As `writing`; inside another one it is never undone without that, and costs nothing."""

    def need_delivery(self) -> None:  # noqa: B027 - an engine may have it from the start
        """What frames of a delivery are compared by is about to be asked for, inside `writing`."""

    @property
    @abstractmethod
    def rows_changed(self) -> int:
        """How many rows were written and dropped so far."""

    @abstractmethod
    def overwrite_freed(self) -> None:
        """What is dropped and replaced from now on is overwritten, not only given back."""

    @property
    @abstractmethod
    def size_bytes(self) -> int:
        """What it takes."""

    @property
    @abstractmethod
    def free_bytes(self) -> int:
        """What of that holds nothing."""

    @property
    @abstractmethod
    def has_room_to_be_wiped(self) -> bool: ...

    @abstractmethod
    def wipe(self) -> None:
        """Leave nothing that was dropped or replaced in any free part; nobody else may use it."""

    @abstractmethod
    def wipe_while_used(self) -> bool:
        """Do so while others use it; False: something is left to do, since they do."""

    def after_copy(self) -> None:  # noqa: B027 - an engine may have nothing to do
        """Rows were written with numbers that the engine gives else, inside `writing`."""

    @abstractmethod
    def close(self) -> None:
        """Give it back."""
