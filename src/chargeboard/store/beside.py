"""
What belongs to a store and is not in it, and where does it lie?

The key of the id tokens, lines that could not be read, and how far logs were followed: files whose names
begin alike. They begin as a SQLite file is called and lie beside it, or in the data folder of the settings;
there, too, lies what belongs to a store that is no file.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import msgspec

from chargeboard.domain.terminal import command
from chargeboard.store.errors import StoreError
from chargeboard.store.rights import readable_by_others
from chargeboard.store.words import say

KEY = ".key"
_REJECTED, _REJECTED_COUNT = ".rejected.jsonl", ".rejected.count"
_MARK = ".follow-{}.json"
_SPILLS = ".backfill"
_COPIED = (KEY, _REJECTED, _MARK.format("*"))
"""What a backup takes along."""


class Beside(msgspec.Struct, frozen=True):
    """The files that belong to a store."""

    stem: Path | None
    """What their names begin with; None: nothing of the store outlives its process."""

    @property
    def key(self) -> Path | None:
        """The key that id tokens are hashed by."""
        return self._named(KEY)

    @property
    def rejected(self) -> Path | None:
        """Lines that could not be read."""
        return self._named(_REJECTED)

    @property
    def spills(self) -> Path | None:
        """The folder of what a backfill has read and not kept yet."""
        return self._named(_SPILLS)

    def mark_of(self, log: Path) -> Path:
        """
        How far a log was followed.

        Raises: StoreError where there is no place for it.
        """
        digest = hashlib.blake2b(str(log.resolve()).encode(), digest_size=6).hexdigest()
        mark = self._named(_MARK.format(digest))
        if mark is None:
            raise StoreError(
                say("follow_in_memory"),
                str(log),
                say("name_a_file"),
            )
        return mark

    def endings(self) -> list[str]:
        """What is added to the stem, of each file that a backup takes along and that is there."""
        stem = self.stem
        if stem is None:
            return []
        files = [file for ending in _COPIED for file in stem.parent.glob(f"{_plain(stem.name)}{ending}")]
        return sorted(file.name.removeprefix(stem.name) for file in files if file.is_file())

    def copy_to(self, other: Beside) -> list[str]:
        """Copy them to belong to another store; which there were, by the ends of their names."""
        there = self.endings()
        for ending in there:
            draft = Path(f"{other.stem}{ending}.part")
            shutil.copy2(f"{self.stem}{ending}", draft)
            draft.rename(f"{other.stem}{ending}")
        return there

    def readable_by_others(self) -> list[Path]:
        """Which of them anybody on this machine may read or write."""
        return readable_by_others(
            Path(f"{self.stem}{ending}") for ending in (*self.endings(), _REJECTED_COUNT)
        )

    def _named(self, ending: str) -> Path | None:
        return None if self.stem is None else Path(f"{self.stem}{ending}")


def beside_file(path: Path, data_folder: str) -> Beside:
    """
    What belongs to a file: beside it, or in the data folder under its name.

    Raises: StoreError where the folder is not there, or where the key still lies beside the file.
    """
    beside = Beside(path)
    if not data_folder:
        return beside
    apart = Beside(_folder(data_folder) / path.name)
    key, former = apart.key, beside.key
    assert key is not None and former is not None  # noqa: S101, PT018 - both have a stem
    if former != key and former.exists() and not key.exists():
        files = [f"{path}{ending}" for ending in beside.endings()]
        raise StoreError(
            say("data_folder_ignored"),
            str(former),
            command("Move what belongs to it: mv", *files, data_folder),
        )
    return apart


def beside_no_file(store: str, data_folder: str) -> Beside:
    """
    What belongs to a store that is no file: in the data folder.

    Raises: StoreError where the settings name none, or it is not there.
    """
    if not data_folder:
        raise StoreError(
            say("no_place_for_key"),
            store,
            say("name_data_folder"),
        )
    return Beside(_folder(data_folder) / "chargeboard")


def _folder(data_folder: str) -> Path:
    if not Path(data_folder).is_dir():
        raise StoreError(say("no_data_folder"), data_folder, command("Make it: mkdir -p", data_folder))
    return Path(data_folder)


def _plain(name: str) -> str:
    """A name whose signs stand for themselves in a pattern."""
    return "".join(f"[{sign}]" if sign in "*?[" else sign for sign in name)
