"""What is asked of reports that are sent again and again?"""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from chargeboard.domain.report_orders import ReportOrder
from chargeboard.time.instants import Instant


class ReportsPort(Protocol):
    """Orders by name, and up to when each was looked at; what is to be sent waits in the outbox."""

    def report_orders(self) -> list[ReportOrder]:
        """By name."""

    def save_report_order(self, order: ReportOrder) -> None:
        """Keep it, in the place of the one of that name."""

    def drop_report_order(self, name: str) -> bool:
        """Forget it, and what waits to be sent of it; whether there was one."""

    def reports_planned(self) -> dict[str, Instant]:
        """By the name of an order, up to when what is due of it is in the outbox."""

    def save_reports_planned(self, name: str, until: Instant) -> None:
        """All that is due by then is there."""

    def forget_reports_planned(self, kept: Collection[str]) -> None:
        """Of orders but these nothing is remembered; one of that name that comes back begins anew."""
