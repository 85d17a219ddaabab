"""What did the operator set for backups?"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from chargeboard.config.checking import typed
from chargeboard.config.words import say


class Backups(msgspec.Struct, frozen=True, kw_only=True):
    """Backups that `chargeboard serve` makes by itself."""

    folder: str = ""
    """The folder that backups go into, best on another disk; empty: none are made."""
    every_h: float = 24.0
    """Hours from one backup to the next."""
    keep: int = 7
    """How many are kept; the oldest goes once a newer one was opened and found whole."""


BACKUP_FIELDS: Mapping[str, msgspec.structs.FieldInfo] = {
    field.name: field for field in msgspec.structs.fields(Backups)
}


def checked_backups(key: str, value: object) -> object:
    """
    The value of a key of `[backup]`, in its type.

    Raises: ValueError that says what is wrong and what to do.
    """
    found = typed(key, value, BACKUP_FIELDS)
    if isinstance(found, int | float) and not 0 < found < float("inf"):
        raise ValueError(say("more_than_zero", number=found))
    return found
