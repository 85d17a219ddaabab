"""What lies beside a database and belongs to it?"""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path

KEY = ".key"
_PATTERNS = (KEY, ".rejected.jsonl", ".follow-*.json")
"""The key of the id tokens, lines that could not be read, how far logs were followed."""
_MADE_WITH_IT = ("-wal", "-shm", "-journal", ".rejected.count")


def endings(path: str | Path) -> list[str]:
    """What is added to the name of the database, of each file that is there."""
    place = Path(path)
    found = [name for pattern in _PATTERNS for name in place.parent.glob(f"{_plain(place.name)}{pattern}")]
    return sorted(file.name.removeprefix(place.name) for file in found if file.is_file())


def copy_beside(source: str | Path, target: str | Path) -> list[str]:
    """Copy all of them to lie beside another database; which there were."""
    there = endings(source)
    for ending in there:
        draft = Path(f"{target}{ending}.part")
        shutil.copy2(f"{source}{ending}", draft)
        draft.rename(f"{target}{ending}")
    return there


def copy_rights(source: Path, target: Path) -> None:
    """The same owner and rights, as far as we may: a server that is another user reads it too."""
    told = source.stat()
    with suppress(PermissionError):
        shutil.chown(target, told.st_uid, told.st_gid)
    target.chmod(told.st_mode & 0o7777)


def readable_by_others(path: str | Path) -> list[Path]:
    """Which of the database, its logs and what lies beside it anybody on this machine may read or write."""
    files = [Path(f"{path}{ending}") for ending in ("", *_MADE_WITH_IT, *endings(path))]
    return [file for file in files if file.is_file() and file.stat().st_mode & 0o007]


def keep_to_owner(path: str | Path) -> None:
    """
    Take from others what they may with these files, as far as that is ours to do.

    Where nobody but the owner's group may anything, that was somebody's choice and stays.
    """
    for file in readable_by_others(path):
        with suppress(PermissionError):
            file.chmod(0o600)


def _plain(name: str) -> str:
    """A name whose signs stand for themselves in a pattern."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)
