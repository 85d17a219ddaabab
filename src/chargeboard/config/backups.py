"""What did the operator set for backups?"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from chargeboard.config.checking import did_you_mean, in_words


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
    if key not in BACKUP_FIELDS:
        raise ValueError(f"unknown key{did_you_mean(key, BACKUP_FIELDS)}")
    try:
        typed = msgspec.convert(value, BACKUP_FIELDS[key].type)
    except msgspec.ValidationError as error:
        raise ValueError(in_words(str(error))) from error
    if isinstance(typed, int | float) and not 0 < typed < float("inf"):
        raise ValueError(f"{typed} is out of range; use more than 0")
    return typed
