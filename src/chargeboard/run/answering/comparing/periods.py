"""How do two periods of a charger compare, and may a difference be chance?"""

from __future__ import annotations

from datetime import date

from chargeboard.domain.figures.compared import Compared
from chargeboard.domain.figures.comparison import PeriodComparison
from chargeboard.domain.figures.measures import DateSpan
from chargeboard.history.charger import ChargerHistory
from chargeboard.metrics.compared import compared
from chargeboard.run.answering.comparing.complete_days import over, totals_by_day
from chargeboard.run.answering.comparing.turning_days import changes_with_figures
from chargeboard.run.answering.whose import whose

Dates = tuple[date, date]
"""The first, and the day after the last."""


def comparison(history: ChargerHistory, first: Dates, second: Dates) -> PeriodComparison:
    """The second period against the first."""
    one, other = (over(totals_by_day(history, *dates), *dates) for dates in (first, second))
    changes = changes_with_figures(history)
    return PeriodComparison(
        charger=whose(history),
        first=DateSpan(from_=first[0], to=first[1]),
        second=DateSpan(from_=second[0], to=second[1]),
        first_days=one.days,
        second_days=other.days,
        figures=compared(one, other, list(Compared)),
        firmware=changes.firmware,
        settings=changes.settings,
    )
