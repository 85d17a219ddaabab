"""Whose is it to do?"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from chargeboard.domain.members import Lease
from chargeboard.store.sql.database.connection import Database
from chargeboard.time.instants import Instant


class LeaseRows:
    """One row for each share of the chargers, and for each chore."""

    _db: Database

    def shares(self) -> int:
        with self._db.reading() as connection:
            return int(self._db.sql.shares(connection))

    def leases(self) -> list[Lease]:
        with self._db.reading() as connection:
            return [Lease(*row) for row in self._db.sql.leases(connection)]

    def offer_leases(self, names: Iterable[str]) -> None:
        with self._db.writing(()) as connection:
            self._db.sql.offer_lease(connection, [(name,) for name in sorted(names)])

    def take_leases(self, wanted: Collection[Lease], owner: str, until: Instant) -> None:
        with self._db.writing(()) as connection:
            for lease in sorted(wanted, key=lambda one: one.name):
                self._db.sql.take_lease(
                    connection, name=lease.name, epoch=lease.epoch, owner=owner, until=until
                )

    def keep_leases(self, kept: Collection[Lease], until: Instant) -> None:
        with self._db.writing(()) as connection:
            for lease in sorted(kept, key=lambda one: one.name):
                self._db.sql.keep_lease(
                    connection, name=lease.name, epoch=lease.epoch, owner=lease.owner, until=until
                )

    def leave_leases(self, left: Collection[Lease]) -> None:
        with self._db.writing(()) as connection:
            for lease in sorted(left, key=lambda one: one.name):
                self._db.sql.leave_lease(connection, name=lease.name, epoch=lease.epoch, owner=lease.owner)
