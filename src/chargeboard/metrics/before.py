"""
How did a charger do on as many days before those that its panels show?

Source: definitions 6, V1 and V2.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from chargeboard.domain.conclusions import DayFigures
from chargeboard.domain.figures.compared import Compared, PeriodBefore
from chargeboard.domain.figures.measures import DateSpan
from chargeboard.domain.policy import Policy
from chargeboard.domain.totals import Totals, summed
from chargeboard.metrics.attempts.success import success_day
from chargeboard.metrics.board_query import LONG_DAYS, SHORT_DAYS, BoardQuery
from chargeboard.metrics.compared import compared
from chargeboard.metrics.days.day_totals import micro_wh, totals_of
from chargeboard.metrics.days.utilization import available, in_use, ratio_pct
from chargeboard.time.days import dates

MOST_DAYS: Final = 93
"""A longer period has none before it on its page."""
_FIGURES: Final = {
    SHORT_DAYS: (Compared.UTILIZATION, Compared.SUCCESS, Compared.ERRORS),
    LONG_DAYS: (Compared.SESSIONS, Compared.ENERGY),
}
"""By the usual days of their panels."""
_OF_SESSIONS: Final = {Compared.SESSIONS, Compared.ENERGY}
Dates = tuple[date, date]
"""The first, and the day after the last."""


class TwoPeriods(NamedTuple):
    """The complete days of a panel, and as many before them."""

    own: Dates
    before: Dates

    @property
    def apart(self) -> timedelta:
        """How far a day of one is from that of the other."""
        return self.own[0] - self.before[0]


def two_periods(asked: BoardQuery, usual: int) -> TwoPeriods | None:
    """Those of a panel of so many usual days; None where it has no complete day, or too many."""
    first, end = asked.window or (asked.today - timedelta(days=usual), asked.today)
    end = min(end, asked.today)
    number = end - first
    if not timedelta(0) < number <= timedelta(days=MOST_DAYS):
        return None
    return TwoPeriods((first, end), (first - number, first))


def periods_before(
    asked: BoardQuery, days: Mapping[date, DayFigures], begun: Mapping[date, int], policy: Policy
) -> dict[Compared, PeriodBefore]:
    """
    By figure, as far as anything is known of the earlier days.

    `begun`: how many errors began on a day.
    """
    found = {}
    for usual, figures in _FIGURES.items():
        two = two_periods(asked, usual)
        if two is None:
            continue
        before, own = (
            _sums([days[on] for on in dates(*span) if on in days and days[on].known], figures, begun, policy)
            for span in (two.before, two.own)
        )
        if not before.days:
            continue
        window = DateSpan(from_=two.before[0], to=two.before[1])
        for told in compared(before, own, figures):
            beside = {on: _value(told.figure, days.get(on - two.apart), policy) for on in dates(*two.own)}
            found[told.figure] = PeriodBefore(
                window=window, observed_days=before.days, days=beside, compared=told
            )
    return found


def _sums(
    days: Sequence[DayFigures], figures: Collection[Compared], begun: Mapping[date, int], policy: Policy
) -> Totals:
    """What known days come to, as far as these figures need it: the long panels have many days."""
    if {*figures} <= _OF_SESSIONS:
        return Totals(
            days=len(days),
            sessions=sum([day.sessions for day in days]),
            energy_uwh=sum([micro_wh(day.energy_wh) for day in days]),
        )
    return summed([totals_of(day, begun.get(day.on, 0), policy) for day in days])


def _value(figure: Compared, day: DayFigures | None, policy: Policy) -> int | float | None:
    """What its bar shows of a day; None of one of which nothing is known."""
    if day is None or not day.known:
        return None
    match figure:
        case Compared.UTILIZATION:
            return ratio_pct(in_use(day, policy), available(day, policy))
        case Compared.SUCCESS:
            return success_day(day.outcomes, policy).pct
        case Compared.SESSIONS:
            return day.sessions
        case Compared.ENERGY:
            return float(day.energy_wh)
        case _:
            return None
