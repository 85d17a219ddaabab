"""How is a copy made while everything runs?"""

from __future__ import annotations

import shutil
from pathlib import Path

import apsw

from chargeboard.store.errors import StoreError
from chargeboard.store.sqlite.belonging import draw
from chargeboard.store.sqlite.connection import Database, explained


class Backup:
    """SQLite's online backup: one consistent moment, while others write."""

    _db: Database

    def backup(self, path: str | Path) -> None:
        """
        Copy the database, and the key of its tokens where one lies beside it.

        Raises: StoreError where the target exists or cannot be written.
        """
        target = Path(path)
        if target.exists():
            raise StoreError(
                "The backup's file exists already", str(target), "Choose another name, or move it away."
            )
        unfinished = target.with_name(f"{target.name}.part")
        unfinished.unlink(missing_ok=True)
        with self._db.reading() as source, explained(str(target)):
            copy = apsw.Connection(str(unfinished))
            try:
                with copy.backup("main", source, "main") as steps:
                    steps.step()
                copy.execute("pragma journal_mode = delete")
                draw(copy)
            finally:
                copy.close()
        key = Path(f"{self._db.path}.key")
        if key.is_file():
            shutil.copy2(key, f"{target}.key")
        unfinished.rename(target)
