"""
Which reports does the operator want, where to, and when?

An order names whom a report is about and when it is sent, by the wall clock of its zone. Each period is sent
once: what is to be sent has the name of order and period, however often anybody looks.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

import msgspec

from chargeboard.domain.codes import Code
from chargeboard.domain.figures.report import ReportOf
from chargeboard.domain.periods import Every, Period, period_of
from chargeboard.time.days import day_of, zone_of
from chargeboard.time.instants import Instant, instant_of

MOST_MISSED = 12
"""So many periods that passed while nobody looked are made up for, the latest ones."""


class FileForm(Code):
    """As what a report is sent."""

    HTML = "html"
    """One file that needs nothing else."""
    PDF = "pdf"
    """On paper, printed by Chromium."""
    CSV = "csv"
    """Its rows: the days of a charger, or the chargers of several."""
    PARQUET = "parquet"
    """Its rows with their types."""


class ReportOrder(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A report that is sent again and again."""

    name: str
    """What it is called, and what its files begin with."""
    every: Every
    """`week` (Monday to Sunday) or `month`."""
    charger: str = ""
    """About one charger; neither this nor `site`: about all."""
    site: str = ""
    """About the chargers of a site together."""
    day: int = 1
    """Of the week, 1 is Monday; of the month, 28 at most: when it is sent, counted behind the period."""
    hour: int = 6
    """Of that day, 0 to 23."""
    zone: str = "UTC"
    """By whose wall clock."""
    forms: tuple[FileForm, ...] = (FileForm.HTML,)
    """As what: `html`, `pdf`, `csv`, `parquet`."""
    channels: tuple[str, ...] = ()
    """Where to: channels of alerts that carry files."""
    to: tuple[str, ...] = ()
    """Whom a channel of mail sends it to; empty: whom it sends alerts to."""
    is_off: bool = False
    """Nothing is sent for now."""

    @property
    def of(self) -> ReportOf:
        """What it is about."""
        return ReportOf.CHARGER if self.charger else ReportOf.SITE if self.site else ReportOf.ALL

    @property
    def about(self) -> str:
        """The charger's id or the name of the site; empty: all."""
        return self.charger or self.site


class ReportAsked(msgspec.Struct, frozen=True, kw_only=True):
    """One report to be made and sent."""

    order: str
    of: ReportOf
    about: str
    period: str
    forms: tuple[FileForm, ...]
    to: tuple[str, ...] = ()
    due_at: Instant | None = None
    """When it should have been sent; None: somebody asked for it."""


def letters_of(order: str) -> str:
    """What the names of an order's letters begin with; no order's name has such a sign."""
    return f"report~{order}~"


class Due(msgspec.Struct, frozen=True):
    """A period, and when its report is sent."""

    period: Period
    at: Instant


def due_at(order: ReportOrder, period: Period) -> Instant:
    """
    When a period's report is sent: on its day behind the period, at its hour.

    An hour that the clocks skip is the one behind it; of one that comes twice it is the first.
    """
    on = period.end + timedelta(days=order.day - 1)
    return instant_of(datetime.combine(on, time(order.hour), zone_of(order.zone)))


def dues(order: ReportOrder, after: Instant, until: Instant) -> list[Due]:
    """What is due behind one instant and by another, the earliest first; of many the latest."""
    found: list[Due] = []
    for due in _backwards(order, until):
        if due.at <= after or len(found) == MOST_MISSED:
            break
        if due.at <= until:
            found.append(due)
    return found[::-1]


def next_due(order: ReportOrder, after: Instant) -> Due:
    """The first that is due behind an instant."""
    *_, last = (due for due in _until(_backwards(order, after), after))
    return last


def _backwards(order: ReportOrder, until: Instant) -> Iterator[Due]:
    """From one that is due behind an instant on."""
    period = period_of(order.every, day_of(until, order.zone)).after
    while True:
        yield Due(period, due_at(order, period))
        period = period.before


def _until(some: Iterator[Due], after: Instant) -> Iterator[Due]:
    for due in some:
        if due.at <= after:
            return
        yield due


def asked(order: ReportOrder, due: Due) -> ReportAsked:
    """The report of a period that is due."""
    return ReportAsked(
        order=order.name,
        of=order.of,
        about=order.about,
        period=due.period.name,
        forms=order.forms,
        to=order.to,
        due_at=due.at,
    )
