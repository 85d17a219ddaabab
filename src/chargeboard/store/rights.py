"""Who may read files?"""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path


def copy_rights(source: Path, target: Path) -> None:
    """Gives a file the owner and rights of another where we may: a server of another user reads it too."""
    told = source.stat()
    with suppress(PermissionError):
        shutil.chown(target, told.st_uid, told.st_gid)
    target.chmod(told.st_mode & 0o7777)


def readable_by_others(files: Iterable[Path]) -> list[Path]:
    """Which of the files anybody on this machine may read or write."""
    return [file for file in files if file.is_file() and file.stat().st_mode & 0o007]


def keep_to_owner(files: Iterable[Path]) -> None:
    """
    Take from others what they may with these files, as far as that is ours to do.

    Where nobody but the owner's group may anything, that was somebody's choice and stays.
    """
    for file in readable_by_others(files):
        with suppress(PermissionError):
            file.chmod(0o600)
