"""Which files were taken in to their end, and which parts of others?"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping

from chargeboard.store.sql.database.connection import Database

_KEY = "backfill."


class BackfillRows:
    """Notes among what is known of the database itself."""

    _db: Database

    def backfilled(self, names: Collection[str]) -> dict[str, str]:
        keys = json.dumps([_KEY + name for name in names])
        with self._db.reading() as connection:
            noted = list(self._db.sql.backfilled(connection, keys=keys))
        return {key.removeprefix(_KEY): word for key, word in noted}

    def note_backfilled(self, words: Mapping[str, str]) -> None:
        with self._db.writing(()) as connection:
            self._db.sql.note_backfilled(connection, [(_KEY + name, word) for name, word in words.items()])

    def drop_backfilled(self, names: Collection[str]) -> None:
        with self._db.writing(()) as connection:
            self._db.sql.drop_backfilled(connection, [(_KEY + name,) for name in names])
