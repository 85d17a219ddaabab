"""How do two periods of a charger compare, and may a difference be chance?"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import NamedTuple

from chargeboard.domain.figures.comparison import Compared, ComparedFigure, PeriodComparison, PeriodValue
from chargeboard.domain.figures.day_evidence import DayRow
from chargeboard.domain.figures.measures import DateSpan
from chargeboard.history.charger import ChargerHistory
from chargeboard.metrics import chance
from chargeboard.run.answering.day import days
from chargeboard.run.answering.list_filters import ListScope
from chargeboard.run.answering.whose import whose

Dates = tuple[date, date]
"""The first, and the day after the last."""


class _Period(NamedTuple):
    """What complete days of which anything is known come to."""

    days: int
    attempts: int
    successes: int
    sessions: int
    energy_wh: float
    in_use_s: float
    available_s: float
    up_s: float
    known_s: float


def comparison(history: ChargerHistory, first: Dates, second: Dates) -> PeriodComparison:
    """The second period against the first."""
    one, other = (_period(days(history, ListScope(window=dates)).days) for dates in (first, second))
    return PeriodComparison(
        charger=whose(history),
        first=DateSpan(from_=first[0], to=first[1]),
        second=DateSpan(from_=second[0], to=second[1]),
        first_days=one.days,
        second_days=other.days,
        figures=[
            _figure(
                Compared.SUCCESS,
                (one, other),
                lambda of: (of.successes, of.attempts, 100),
                chance.of_shares(one.successes, one.attempts, other.successes, other.attempts),
            ),
            _figure(
                Compared.SESSIONS,
                (one, other),
                lambda of: (of.sessions, of.days, 1),
                chance.of_rates(one.sessions, one.days, other.sessions, other.days),
            ),
            _figure(Compared.ENERGY, (one, other), lambda of: (of.energy_wh, of.days, 1)),
            _figure(Compared.UTILIZATION, (one, other), lambda of: (of.in_use_s, of.available_s, 100)),
            _figure(Compared.UPTIME, (one, other), lambda of: (of.up_s, of.known_s, 100)),
        ],
    )


def _period(rows: Iterable[DayRow]) -> _Period:
    whole = [
        row
        for row in rows
        if row.utilization is not None and not row.utilization.partial and row.utilization.coverage_pct
    ]
    tried = [row.success for row in whole if row.success is not None]
    used = [row.utilization for row in whole if row.utilization is not None]
    up = [row.uptime for row in whole if row.uptime is not None]
    return _Period(
        days=len(whole),
        attempts=sum(one.attempts for one in tried),
        successes=sum(one.successes for one in tried),
        sessions=sum(row.sessions or 0 for row in whole),
        energy_wh=sum(row.energy_wh or 0 for row in whole),
        in_use_s=sum(one.in_use_s for one in used),
        available_s=sum(one.available_s for one in used),
        up_s=sum(one.total_s - one.outage_s + one.excluded_s for one in up),
        known_s=sum(one.total_s for one in up),
    )


def _figure(
    figure: Compared,
    periods: tuple[_Period, _Period],
    of: Callable[[_Period], tuple[float, float, int]],
    probability: float | None = None,
) -> ComparedFigure:
    first, second = (_value(*of(period)) for period in periods)
    is_known = first.value is not None and second.value is not None
    tested = probability if is_known else None
    return ComparedFigure(
        figure=figure,
        first=first,
        second=second,
        difference=None if first.value is None or second.value is None else second.value - first.value,
        chance=tested,
        may_be_chance=None if tested is None else tested >= chance.LEVEL,
    )


def _value(numerator: float, denominator: float, times: int) -> PeriodValue:
    value = times * numerator / denominator if denominator else None
    return PeriodValue(numerator=numerator, denominator=denominator, value=value)
