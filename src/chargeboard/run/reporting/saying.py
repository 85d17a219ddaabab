"""How is it said whom a report is about, and when it is sent?"""

from __future__ import annotations

from datetime import date, timedelta

from chargeboard.domain.periods import Every
from chargeboard.domain.report_orders import ReportOrder
from chargeboard.run.reporting.words import say
from chargeboard.words.dates import whole_weekday

_MONDAY = date(2026, 1, 5)


def about(order: ReportOrder) -> str:
    """Whom it is about."""
    return say(f"of_{order.of}", name=order.about) if order.about else say("of_all")


def when(order: ReportOrder) -> str:
    """When it is sent."""
    hour = say("clock", hour=order.hour)
    if order.every == Every.WEEK:
        weekday = whole_weekday(_MONDAY + timedelta(days=order.day - 1))
        told = say("weekly", weekday=weekday, hour=hour, zone=order.zone)
    else:
        told = say("monthly", day=order.day, hour=hour, zone=order.zone)
    return f"{told} ({say('off')})" if order.is_off else told
