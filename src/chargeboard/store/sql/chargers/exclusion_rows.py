"""Which windows did operators declare, by which an outage is excused?"""

from __future__ import annotations

import msgspec

from chargeboard.domain.exclusions import DeclaredExclusion
from chargeboard.store.sql.database.connection import Database

_WINDOW = msgspec.json.Decoder(DeclaredExclusion)


class ExclusionRows:
    """One row for each; read again when a counter says that one changed."""

    _db: Database
    _declared: tuple[int, tuple[DeclaredExclusion, ...]] = (-1, ())

    def exclusions(self) -> tuple[DeclaredExclusion, ...]:
        with self._db.reading() as connection:
            changes = int(self._db.sql.exclusion_changes(connection) or 0)
            if changes != self._declared[0]:
                declared = tuple(_WINDOW.decode(doc) for (doc,) in self._db.sql.exclusions(connection))
                self._declared = (changes, declared)
        return self._declared[1]

    def save_exclusion(self, window: DeclaredExclusion) -> None:
        with self._db.writing() as connection:
            doc = msgspec.json.encode(window).decode()
            self._db.sql.save_exclusion(
                connection, id=window.id, from_at=window.from_at, until_at=window.until_at, doc=doc
            )
            self._changed()

    def drop_exclusion(self, name: str) -> bool:
        with self._db.writing() as connection:
            is_gone = self._db.sql.drop_exclusion(connection, id=name) is not None
            self._changed()
            return is_gone

    def _changed(self) -> None:
        """What is computed of chargers, and what alerts wait for, is looked at again."""
        with self._db.writing() as connection:
            self._db.sql.count_exclusion_change(connection)
            self._db.sql.alert_groups_are_due(connection, at=0)
            self._db.sql.count_alert_change(connection)
