"""By what do two spans of days differ, and may that be chance?"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Final

from chargeboard.domain.figures.compared import Compared, ComparedFigure, PeriodValue
from chargeboard.domain.totals import Totals
from chargeboard.metrics import chance
from chargeboard.metrics.span_figures import PER
from chargeboard.time.instants import seconds_of

_RATIOS: Final[dict[Compared, Callable[[Totals], tuple[float, float, int]]]] = {
    Compared.SUCCESS: lambda of: (of.successes, of.attempts, 100),
    Compared.SESSIONS: lambda of: (of.sessions, of.days, 1),
    Compared.ENERGY: lambda of: (of.energy_wh, of.days, 1),
    Compared.UTILIZATION: lambda of: (seconds_of(of.in_use_us), seconds_of(of.available_us), 100),
    Compared.UPTIME: lambda of: (seconds_of(of.up_us), seconds_of(of.timed_us), 100),
    Compared.ERRORS: lambda of: (of.errors, of.sessions, PER),
}
"""Numerator, denominator, and what their ratio is multiplied by."""
_TESTS: Final[dict[Compared, Callable[[float, float, float, float], float]]] = {
    Compared.SUCCESS: lambda *counts: chance.of_shares(*map(int, counts)),
    Compared.SESSIONS: lambda n, days, m, other_days: chance.of_rates(int(n), days, int(m), other_days),
    Compared.ERRORS: lambda n, sessions, m, others: chance.of_rates(int(n), sessions, int(m), others),
}
BEFORE_AND_AFTER: Final = (Compared.SUCCESS, Compared.UPTIME, Compared.ERRORS)


def compared(first: Totals, second: Totals, figures: Collection[Compared]) -> list[ComparedFigure]:
    """
    The second against the first.

    Formula: ratios of sums; success is told apart by Fisher's exact test, sessions a day and errors per
             session by the exact test of two counts.
    Source:  definitions 2.2-2.4, 2.7, 2.8; V2.
    """
    return [_compared(figure, first, second) for figure in figures]


def _compared(figure: Compared, first: Totals, second: Totals) -> ComparedFigure:
    one, other = _value(*_RATIOS[figure](first)), _value(*_RATIOS[figure](second))
    if one.value is None or other.value is None:
        difference, probability = None, None
    else:
        test = _TESTS.get(figure)
        difference = other.value - one.value
        probability = test and test(one.numerator, one.denominator, other.numerator, other.denominator)
    return ComparedFigure(
        figure=figure,
        first=one,
        second=other,
        difference=difference,
        chance=probability,
        may_be_chance=None if probability is None else probability >= chance.LEVEL,
    )


def _value(numerator: float, denominator: float, times: int) -> PeriodValue:
    value = times * numerator / denominator if denominator else None
    return PeriodValue(numerator=numerator, denominator=denominator, value=value)
