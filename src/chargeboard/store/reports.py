"""What does a store say of itself?"""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import msgspec

from chargeboard.store.beside import KEY


class Finding(msgspec.Struct, frozen=True):
    """One check: how it is, and what to do where it is not well."""

    level: Literal["ok", "warning", "error"]
    text: str
    what_to_do: str = ""


class Standby(msgspec.Struct, frozen=True):
    """A server that follows ours."""

    name: str
    state: str
    """`streaming` where it keeps up."""
    is_awaited: bool
    """A commit waits for it: what is acknowledged is there, too."""
    behind_bytes: int | None
    """None: this user is not told."""
    behind_s: float | None
    """None: it has all, or this user is not told."""


class ServerState(msgspec.Struct, frozen=True):
    """How a database server is."""

    version: str
    schema: int
    """What the database has."""
    is_durable: bool
    """What it acknowledges is on its disk."""
    takes_no_writes: bool
    """It is a standby itself."""
    connections: int
    most_connections: int
    """Without those that are kept for its administrators."""
    size_bytes: int
    free_bytes: int | None
    """On the disk; None: that is another machine's, or this user is not told."""
    oldest_transaction_s: float
    """Of those that this user is told of: rows that were replaced since then are not let go."""
    standbys: tuple[Standby, ...]
    kept_for_slots_bytes: int
    """Of its log, for the standby that is furthest behind."""
    archive_fails: bool
    """The last file of its log could not be archived."""


class Holdings(msgspec.Struct, frozen=True):
    """How much it holds."""

    stations: int
    frames: int
    facts: int
    sessions: int


class Restored(msgspec.Struct, frozen=True):
    """What came of putting a backup in its place."""

    holdings: Holdings
    kept: Path | None
    """Where what was replaced lies; None where there was nothing."""
    brought: list[str]
    """What was brought along, by the ends of the names."""

    @property
    def brought_key(self) -> bool:
        """Whether the key of the id tokens was."""
        return KEY in self.brought
