"""Opening hours over midnight and over the change of clocks, as sites have them."""

from datetime import date

import pytest

from chargeboard.config.hours import hours_of
from chargeboard.domain.policy import Policy
from chargeboard.metrics.days.opening import open_spans
from chargeboard.time.days import midnight
from chargeboard.time.instants import HOUR
from chargeboard.time.spans import Span

ZONE = "Europe/Berlin"


def open_hours(written, day, following):
    policy = Policy(timezone=ZONE, opening_hours=hours_of(written))
    whole = Span(midnight(day, ZONE), midnight(following, ZONE))
    return sum(span.length for span in open_spans(day, whole, ZONE, policy)) / HOUR


@pytest.mark.parametrize(
    ("day", "following", "hours"),
    [
        (date(2026, 3, 28), date(2026, 3, 29), 6 + 2),
        (date(2026, 3, 29), date(2026, 3, 30), 5 + 2),
        (date(2026, 10, 25), date(2026, 10, 26), 7 + 2),
    ],
)
def test_a_night_is_as_long_as_the_clock_makes_it(day, following, hours):
    assert open_hours("22:00-06:00", day, following) == hours


@pytest.mark.parametrize(
    ("day", "following", "hours"),
    [(date(2026, 3, 29), date(2026, 3, 30), 23), (date(2026, 10, 25), date(2026, 10, 26), 25)],
)
def test_always_is_every_hour_that_a_day_has(day, following, hours):
    assert open_hours("24/7", day, following) == hours


def test_a_night_of_ocpi_reaches_into_the_next_day():
    night = '[{"weekday": 6, "period_begin": "22:00", "period_end": "03:00"}]'
    assert open_hours(night, date(2026, 3, 28), date(2026, 3, 29)) == 2
    assert open_hours(night, date(2026, 3, 29), date(2026, 3, 30)) == 2
    assert open_hours(night, date(2026, 3, 30), date(2026, 3, 31)) == 0
