"""What does the operator ask and say: which reports are sent, when, and what became of the last ones?"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from chargeboard.alerts.channel import REPORTS, Delivered
from chargeboard.domain.figures.fleet import FleetWanted
from chargeboard.domain.report_orders import (
    Due,
    ReportAsked,
    ReportOrder,
    asked,
    dues,
    letters_of,
    next_due,
)
from chargeboard.ports.store import Store
from chargeboard.run.reporting.planning import letters_for
from chargeboard.run.reporting.words import say
from chargeboard.time.days import day_of, midnight
from chargeboard.time.instants import HOUR, Instant

_LATELY = 400 * 24 * HOUR
_TOLD = 3
"""So many periods are told of."""


class KnownOrder(msgspec.Struct, frozen=True):
    """A report that is sent, when the next one is, and what became of the last ones."""

    order: ReportOrder
    is_of_file: bool
    """The settings file has it: it is changed there alone."""
    following: Due
    lately: tuple[str, ...]


class NoSuchOrderError(Exception):
    """There is no order of that name, or the settings file has it (`is_of_file`)."""

    def __init__(self, name: str, *, is_of_file: bool = False) -> None:
        super().__init__(name)
        self.name, self.is_of_file = name, is_of_file


class ReportBook:
    """The reports of a store; `own` are those of the settings file, which win over those of a name."""

    def __init__(self, store: Store, now: Callable[[], Instant], own: Sequence[ReportOrder] = ()) -> None:
        self.store, self._now = store, now
        self._own = {order.name: order for order in own}

    @property
    def zone(self) -> str:
        """Where none is named: that of all chargers, or UTC where they have several."""
        return self.store.fleet_counts(FleetWanted(), (), None).timezone or "UTC"

    def orders(self) -> list[KnownOrder]:
        """All, by name."""
        stored = {order.name: order for order in self.store.report_orders()}
        now = self._now()
        return [
            KnownOrder(order, name in self._own, next_due(order, now), self._lately(order, now))
            for name, order in sorted({**stored, **self._own}.items())
        ]

    def order(self, name: str) -> ReportOrder:
        """That of a name. Raises: NoSuchOrderError."""
        stored = {order.name: order for order in self.store.report_orders()}
        found = self._own.get(name) or stored.get(name)
        if found is None:
            raise NoSuchOrderError(name)
        return found

    def save(self, order: ReportOrder) -> None:
        """Keep it, in the place of the one of that name. Raises: NoSuchOrderError for one of the file."""
        if order.name in self._own:
            raise NoSuchOrderError(order.name, is_of_file=True)
        self.store.save_report_order(order)

    def drop(self, name: str) -> None:
        """Send it no more. Raises: NoSuchOrderError."""
        if name in self._own:
            raise NoSuchOrderError(name, is_of_file=True)
        if not self.store.drop_report_order(name):
            raise NoSuchOrderError(name)

    def send_now(self, name: str) -> int:
        """
        Send the last period that is over, besides what is sent by itself; how many copies wait for it.

        Raises: NoSuchOrderError.
        """
        order, now = self.order(name), self._now()
        letters = letters_for(order, last_over(order, now), now, f"~{now}")
        self.store.keep_letters(letters)
        return len(letters)

    def _lately(self, order: ReportOrder, now: Instant) -> tuple[str, ...]:
        periods = [due.period.name for due in dues(order, now - _LATELY, now)[-_TOLD:]]
        ids = {f"{letters_of(order.name)}{period}": period for period in periods}
        return tuple(_became(one, ids[one.id]) for one in self.store.delivered(ids))


def last_over(order: ReportOrder, now: Instant) -> ReportAsked:
    """The report of the last period that is over, asked for by somebody."""
    following = next_due(order, now)
    period = following.period
    while period.end > day_of(now, order.zone):
        period = period.before
    report = asked(order, Due(period, midnight(period.end, order.zone)))
    return msgspec.structs.replace(report, due_at=None)


def _became(one: Delivered, period: str) -> str:
    told = {"period": period, "channel": one.channel.removeprefix(REPORTS)}
    if one.sent_at is not None:
        return say("sent", **told)
    if one.given_up_at is not None:
        return say("given_up", **told, why=one.why)
    return say("waits_again", **told, why=one.why) if one.why else say("waits", **told)
