"""The hours of a local day: when the clocks change, one comes twice or not at all (T1)."""

from collections import Counter
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeboard.time.days import day_span, zone_of
from chargeboard.time.hours import hours_of
from chargeboard.time.instants import HOUR, datetime_of

ZONES = [
    "UTC",
    "Europe/Helsinki",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Africa/Cairo",
]


def lengths(day, zone):
    """How long each number of an hour lasts, in hours."""
    found = Counter()
    for hour, span in hours_of(day, zone):
        found[hour] += span.length / HOUR
    return dict(found)


def test_an_hour_that_comes_twice_lasts_two_hours_and_one_that_is_skipped_is_not_there():
    usual = dict.fromkeys(range(24), 1)
    assert lengths(date(2026, 10, 24), "Europe/Helsinki") == usual
    assert lengths(date(2026, 10, 25), "Europe/Helsinki") == usual | {3: 2}
    assert lengths(date(2026, 3, 29), "Europe/Helsinki") == {hour: 1 for hour in usual if hour != 3}


@pytest.mark.parametrize(("day", "lasts"), [(date(2026, 4, 5), 1.5), (date(2026, 10, 4), 0.5)])
def test_half_an_hour_comes_twice_or_not_at_all_where_the_clocks_change_by_that(day, lasts):
    hour = 1 if lasts > 1 else 2
    assert lengths(day, "Australia/Lord_Howe")[hour] == lasts


@given(
    st.dates(date(1990, 1, 1), date(2037, 1, 1)), st.sampled_from(ZONES), st.floats(0, 1, exclude_max=True)
)
def test_the_hours_are_the_day_and_each_instant_reads_the_hour_that_it_is_in(day, zone, share):
    hours = [span for _, span in hours_of(day, zone)]
    whole = day_span(day, zone)
    assert (hours[0].start, hours[-1].end) == (whole.start, whole.end)
    assert all(before.end == after.start for before, after in pairwise(hours))
    at = whole.start + int(share * whole.length)
    (number,) = [number for number, span in hours_of(day, zone) if at in span]
    assert datetime_of(at).astimezone(zone_of(zone)).hour == number


@pytest.mark.parametrize("zone", ZONES)
def test_no_hour_of_a_year_is_longer_than_an_hour(zone):
    days = [date(2026, 1, 1) + timedelta(days=one) for one in range(365)]
    assert all(0 < span.length <= HOUR for day in days for _, span in hours_of(day, zone))
