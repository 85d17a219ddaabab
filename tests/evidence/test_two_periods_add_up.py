"""What two periods differ by is what they show."""

from datetime import date

import pytest

from chargeboard.domain.figures.compared import Compared, ComparedFigure, PeriodValue
from chargeboard.domain.figures.comparison import PeriodComparison
from chargeboard.domain.figures.evidence import Whose
from chargeboard.domain.figures.measures import DateSpan
from chargeboard.evidence.comparison.view import page


def line(figure, first, second):
    one = ComparedFigure(
        figure=figure,
        first=PeriodValue(numerator=0, denominator=1, value=first),
        second=PeriodValue(numerator=0, denominator=1, value=second),
        difference=second - first,
        chance=None,
        may_be_chance=None,
    )
    span = DateSpan(from_=date(2026, 1, 1), to=date(2026, 1, 2))
    own = Whose(id="A", name="A", timezone="UTC", at=0)
    told = PeriodComparison(charger=own, first=span, second=span, first_days=1, second_days=1, figures=[one])
    (shown,) = page(told).lines
    return shown.first, shown.second, shown.difference


@pytest.mark.parametrize(
    ("first", "second", "shown"),
    [
        (99.46, 99.54, ("99.46%", "99.54%", "+0.08 points")),
        (99.44, 99.56, ("99.4%", "99.6%", "+0.2 points")),
        (99.96, 99.4, ("99.96%", "99.40%", "−0.56 points")),
        (99.96, 100, ("99.96%", "100.00%", "+0.04 points")),
        (50, 100, ("50%", "100%", "+50 points")),
        (42.5, 42.5, ("42.5%", "42.5%", "0 points")),
        (99.5001, 99.5002, ("99.5001%", "99.5002%", "+0.0001 points")),
        (99.50000001, 99.5, ("99.5000%", "99.5000%", "0 points")),
    ],
)
def test_shares_show_the_digits_that_tell_them_apart(first, second, shown):
    assert line(Compared.UPTIME, first, second) == shown


def test_energy_and_sessions_add_up_too():
    assert line(Compared.ENERGY, 10_040, 10_060) == ("10.0 kWh", "10.1 kWh", "+0.1 kWh")
    assert line(Compared.ENERGY, 10_010, 10_030) == ("10.01 kWh", "10.03 kWh", "+0.02 kWh")
    assert line(Compared.SESSIONS, 43.04, 41.96) == ("43.0", "42.0", "−1.0")
