"""What does each complete local day of a charger come to, also where it has not settled yet?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta

from chargeboard.domain.totals import Totals, summed
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.days import day_figures
from chargeboard.metrics.days.day_totals import totals_of
from chargeboard.time.days import dates, day_of, midnight
from chargeboard.time.spans import Span


def totals_by_day(history: ChargerHistory, first: date, end: date) -> dict[date, Totals]:
    """
    Of the dates in [first, end) that are over, as they are kept.

    A day without contact from beginning to end is among them: it is an outage, and nothing else is known.
    """
    zone = history.zone
    first, end = max(first, history.commissioned_on), min(end, day_of(history.at, zone))
    if first >= end:
        return {}
    figures = day_figures(history, set(dates(first, end)), first, end).figures
    span = Span(midnight(first, zone), midnight(end, zone))
    begun = Counter(
        day_of(error.start, zone) for error in history.episodes(span) if span.start <= error.start < span.end
    )
    return {
        on: totals_of(day, begun[on], history.policy)
        for on, day in figures.items()
        if first <= on < end and not day.is_blank
    }


def over(days: Mapping[date, Totals], first: date, end: date) -> Totals:
    """Of those in [first, end) together."""
    each = (first + timedelta(days=n) for n in range((end - first).days))
    return summed([days[on] for on in each if on in days])
