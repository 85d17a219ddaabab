"""When is a report sent, by the wall clock of its zone, and which periods does it tell of?"""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeboard.domain.periods import Every, period_named, period_of
from chargeboard.domain.report_orders import MOST_MISSED, ReportOrder, due_at, dues, next_due
from chargeboard.time.instants import HOUR, datetime_of, instant_of


def at(text):
    return instant_of(datetime.fromisoformat(f"{text}Z"))


def order(every, day=1, hour=6, zone="Europe/Berlin"):
    return ReportOrder(name="a", every=Every(every), day=day, hour=hour, zone=zone)


@given(st.dates(date(2001, 1, 1), date(2900, 1, 1)), st.sampled_from(Every))
def test_each_date_lies_in_one_period_which_its_name_tells(on, every):
    period = period_of(every, on)
    assert period.first <= on < period.end
    assert period_named(period.name) == period
    assert (period.before.end, period.after.first) == (period.first, period.end)


def test_weeks_are_those_of_iso_8601_also_around_new_year():
    assert period_of(Every.WEEK, date(2027, 1, 3)).name == "2026-W53"
    assert period_named("2026-W53").first == date(2026, 12, 28)
    assert period_named("2025-W53") is None
    assert period_named("2026-00") is None
    assert period_named("0000-01") is None


def test_a_month_is_sent_on_its_day_and_hour_of_the_month_behind_it():
    october = period_named("2026-10")
    assert due_at(order("month", day=3, hour=8), october) == at("2026-11-03T07:00")
    assert due_at(order("month", zone="UTC"), october) == at("2026-11-01T06:00")


def test_a_week_is_sent_on_its_weekday_behind_it():
    week = period_named("2026-W44")  # 26 October to 1 November
    assert due_at(order("week", day=1, hour=6), week) == at("2026-11-02T05:00")
    assert due_at(order("week", day=5, hour=6), week) == at("2026-11-06T05:00")


def test_an_hour_that_the_clocks_skip_is_the_one_behind_it():
    # the week before Sunday 29 March 2026, when 02:00 becomes 03:00 in Berlin
    week = period_named("2026-W12")
    assert due_at(order("week", day=7, hour=2), week) == at("2026-03-29T01:00")
    assert due_at(order("week", day=7, hour=3), week) == at("2026-03-29T01:00")


def test_an_hour_that_comes_twice_is_the_first_and_is_sent_once():
    week = period_named("2026-W42")
    twice = order("week", day=7, hour=2)  # Sunday 25 October 2026
    assert due_at(twice, week) == at("2026-10-25T00:00")
    whole_day = dues(twice, at("2026-10-24T00:00"), at("2026-10-26T00:00"))
    assert [due.period for due in whole_day] == [week]


ORDERS = st.builds(
    order,
    st.sampled_from(["week", "month"]),
    st.integers(1, 7),
    st.integers(0, 23),
    st.sampled_from(["UTC", "Europe/Berlin", "Australia/Lord_Howe", "Pacific/Apia", "America/New_York"]),
)


@given(ORDERS, st.lists(st.integers(1, 20 * 24), min_size=1, max_size=12), st.integers(0, 3 * 365))
def test_however_often_somebody_looks_each_period_is_due_once(some, pauses_h, begun):
    looked = start = at("2024-01-01T00:00") + begun * 24 * HOUR
    found = []
    for pause in pauses_h:
        found += dues(some, looked, looked + pause * HOUR)
        looked += pause * HOUR
    assert [due.period.name for due in found] == sorted({due.period.name for due in found})
    assert found == dues(some, start, looked) or len(found) > MOST_MISSED
    assert next_due(some, looked).at > looked
    if found:
        assert next_due(some, start) == found[0]


def test_of_many_that_passed_the_latest_are_made_up_for():
    missed = dues(order("week"), at("2024-01-01T00:00"), at("2026-01-01T00:00"))
    assert len(missed) == MOST_MISSED
    assert missed[-1].period.name == "2025-W52"


@pytest.mark.parametrize("zone", ["Pacific/Apia", "Pacific/Kiritimati", "Etc/GMT+12"])
def test_the_day_of_the_zone_counts(zone):
    due = due_at(order("month", hour=0, zone=zone), period_named("2026-10"))
    wall = datetime_of(due).replace(tzinfo=UTC)
    assert abs(wall - datetime(2026, 11, 1, tzinfo=UTC)) <= timedelta(hours=14)
