"""
What is due of the reports that are sent again and again?

A period that is due becomes a letter of the outbox for each channel, under the name of order and period, so
that it is there once whoever looks and however often. What was due while nobody looked is made up for.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from chargeboard.alerts.channel import REPORTS, Letter
from chargeboard.alerts.saying import Message
from chargeboard.domain.report_orders import ReportAsked, ReportOrder, asked, dues, letters_of
from chargeboard.ports.store import Store
from chargeboard.time.instants import Instant

EVENT = "report"


class Planner:
    """Looks for what is due; `own` are the orders of the settings file, which win over those of a name."""

    def __init__(self, store: Store, now: Callable[[], Instant], own: Sequence[ReportOrder] = ()) -> None:
        self._store, self._now, self._own = store, now, own

    def look(self) -> int:
        """Put what is due into the outbox; how many periods were."""
        now, planned = self._now(), self._store.reports_planned()
        orders = {order.name: order for order in (*self._store.report_orders(), *self._own)}
        if planned.keys() - orders.keys():
            self._store.forget_reports_planned(orders)
        found = 0
        for name, order in orders.items():
            if name not in planned:
                self._store.save_reports_planned(name, now)
                continue
            due = dues(order, planned[name], now)
            if due:
                found += len(due)
                letters = (
                    []
                    if order.is_off
                    else [letter for one in due for letter in letters_for(order, asked(order, one), now)]
                )
                with self._store.together():
                    self._store.keep_letters(letters)
                    self._store.save_reports_planned(name, now)
        return found


def letters_for(order: ReportOrder, report: ReportAsked, now: Instant, mark: str = "") -> list[Letter]:
    """One for each channel of an order; with `mark` besides what is sent by itself."""
    message = Message(
        id=f"{letters_of(report.order)}{report.period}{mark}",
        event=EVENT,
        title=report.order,
        lines=(),
        report=report,
    )
    body = msgspec.json.encode(message)
    return [
        Letter(id=message.id, channel=f"{REPORTS}{channel}", body=body, kept_at=now)
        for channel in order.channels
    ]
