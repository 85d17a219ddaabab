"""Which reports are sent again and again, and up to when was looked for what is due?"""

from __future__ import annotations

from collections.abc import Collection

import msgspec

from chargeboard.domain.report_orders import ReportOrder, letters_of
from chargeboard.store.sql.database.connection import Database
from chargeboard.time.instants import Instant

_ORDER = msgspec.json.Decoder(ReportOrder)


class ReportRows:
    """Orders, and a row for each that was looked at."""

    _db: Database

    def report_orders(self) -> list[ReportOrder]:
        with self._db.reading() as connection:
            return [_ORDER.decode(doc) for (doc,) in self._db.sql.report_orders(connection)]

    def save_report_order(self, order: ReportOrder) -> None:
        with self._db.writing() as connection:
            doc = msgspec.json.encode(order).decode()
            self._db.sql.save_report_order(connection, name=order.name, doc=doc)

    def drop_report_order(self, name: str) -> bool:
        with self._db.writing() as connection:
            self._db.sql.drop_reports_waiting(connection, begin=letters_of(name))
            return self._db.sql.drop_report_order(connection, name=name) is not None

    def reports_planned(self) -> dict[str, Instant]:
        with self._db.reading() as connection:
            return dict(self._db.sql.reports_planned(connection))

    def save_reports_planned(self, name: str, until: Instant) -> None:
        with self._db.writing() as connection:
            self._db.sql.save_reports_planned(connection, name=name, until_at=until)

    def forget_reports_planned(self, kept: Collection[str]) -> None:
        with self._db.writing() as connection:
            names = msgspec.json.encode(sorted(kept)).decode()
            self._db.sql.forget_reports_planned(connection, kept=names)
