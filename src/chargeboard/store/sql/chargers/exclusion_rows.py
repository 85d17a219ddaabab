"""Which windows did operators declare, by which an outage is excused?"""

from __future__ import annotations

import msgspec

from chargeboard.domain.exclusions import DeclaredExclusion
from chargeboard.store.sql.chargers.shared_rows import SharedRows


class ExclusionRows(SharedRows):
    """One row for each."""

    def exclusions(self) -> tuple[DeclaredExclusion, ...]:
        return self.shared().exclusions

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
            self._db.sql.count_shared_change(connection)
            self._db.sql.alert_groups_are_due(connection, at=0)
            self._db.sql.count_alert_change(connection)
