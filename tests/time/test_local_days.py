"""Local days tile time, whatever the zone does to its clocks."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeboard.time.days import _LATELY, dates, day_of, day_span, midnight, zone_of
from chargeboard.time.instants import HOUR, MINUTE, datetime_of, instant_of, text_of
from chargeboard.time.series import Series
from chargeboard.time.spans import total

ZONES = [
    "UTC",
    "Europe/Berlin",  # 23 and 25 hours
    "Australia/Lord_Howe",  # half an hour
    "America/Havana",  # midnight comes twice in autumn, not at all in spring
    "Africa/Cairo",  # the clock goes forward at midnight
    "Pacific/Apia",  # 30 December 2011 was no day there
    "America/Sao_Paulo",
]
zones = st.sampled_from(ZONES)
days = st.dates(date(2010, 1, 1), date(2027, 12, 31))


@given(days, zones)
def test_each_day_begins_where_the_one_before_ends(day, zone):
    before, after = day_span(day - timedelta(days=1), zone), day_span(day, zone)
    assert before.end == after.start
    assert after.length in {
        0,
        23 * HOUR,
        23 * HOUR + 30 * MINUTE,
        24 * HOUR,
        24 * HOUR + 30 * MINUTE,
        25 * HOUR,
    }


@given(days, zones, st.floats(0, 1, exclude_max=True))
def test_every_instant_of_a_day_is_on_that_day(day, zone, share):
    span = day_span(day, zone)
    if span.length:
        assert day_of(span.start + int(span.length * share), zone) == day
        assert day_of(span.end - 1, zone) == day
        assert day_of(span.end, zone) > day


@given(st.lists(st.tuples(days, zones, st.floats(0, 1, exclude_max=True)), min_size=2, max_size=6))
def test_a_day_does_not_depend_on_what_was_asked_before(asked):
    instants = [(midnight(day, zone) + int(share * 24 * HOUR), zone) for day, zone, share in asked]
    found = [day_of(*one) for one in instants]
    for one, on in zip(instants, found, strict=True):
        _LATELY.clear()
        assert day_of(*one) == on


def test_a_clock_that_was_never_set_has_a_date():
    assert day_of(instant_of(datetime(1, 1, 1, tzinfo=UTC)), "Europe/Berlin") == date(1, 1, 1)


@given(days, zones)
def test_no_instant_before_a_days_first_reads_its_date(day, zone):
    first = midnight(day, zone)
    assert datetime_of(first - 1).astimezone(zone_of(zone)).date() < day
    assert datetime_of(first).astimezone(zone_of(zone)).date() >= day


@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        (date(2026, 3, 29), "Europe/Berlin", 23),
        (date(2026, 10, 25), "Europe/Berlin", 25),
        (date(2026, 4, 5), "Australia/Lord_Howe", 24.5),
        (date(2026, 10, 4), "Australia/Lord_Howe", 23.5),
        (date(2025, 3, 9), "America/Havana", 23),
        (date(2025, 11, 2), "America/Havana", 25),
        (date(2011, 12, 30), "Pacific/Apia", 0),
    ],
)
def test_a_day_is_as_long_as_the_zone_says(day, zone, hours):
    assert day_span(day, zone).length == hours * HOUR


def test_where_midnight_comes_twice_the_day_begins_at_the_first():
    # in Havana the clocks went back from 1:00 to 0:00 on 2 November 2025
    span = day_span(date(2025, 11, 2), "America/Havana")
    second = span.start + HOUR
    assert datetime_of(second).astimezone(zone_of("America/Havana")).hour == 0
    assert day_of(second, "America/Havana") == date(2025, 11, 2)
    assert day_of(span.start - 1, "America/Havana") == date(2025, 11, 1)


def test_an_hour_of_the_day_before_that_comes_again_after_midnight_is_of_the_new_day():
    # in St. John's the clocks went back from 0:01 to 23:01 of the day before on 7 November 2010
    zone, on = "America/St_Johns", date(2010, 11, 7)
    first = midnight(on, zone)
    assert text_of(first) == "2010-11-07T02:30:00Z"
    again = first + 31 * MINUTE
    assert datetime_of(again).astimezone(zone_of(zone)).date() == on - timedelta(days=1)
    assert [day_of(at, zone) for at in (first - 1, first, again)] == [on - timedelta(days=1), on, on]
    assert day_span(on, zone).length == 25 * HOUR


def test_where_there_is_no_midnight_the_day_begins_with_its_first_instant():
    # in Havana the clocks went from 0:00 to 1:00 on 9 March 2025
    local = datetime_of(midnight(date(2025, 3, 9), "America/Havana")).astimezone(zone_of("America/Havana"))
    assert (local.date(), local.hour, local.minute) == (date(2025, 3, 9), 1, 0)


@given(zones, days, st.lists(st.tuples(st.integers(0, 200), st.sampled_from("ab")), min_size=1, max_size=8))
def test_what_days_hold_adds_up_to_what_all_of_them_hold(zone, first, changes):
    spans = [day_span(day, zone) for day in dates(first, first + timedelta(days=8))]
    start = spans[0].start
    edges = sorted({start + hours * HOUR for hours, _ in changes} | {start, spans[-1].end + HOUR})
    told = Series((begin, end, "ab"[n % 2]) for n, (begin, end) in enumerate(pairwise(edges)))
    shares = [told.clip(span).held() for span in spans]
    for state in "ab":
        assert sum(share.get(state, 0) for share in shares) == sum(
            end - begin for begin, end, held in told.before(spans[-1].end) if held == state
        )
    assert sum(sum(share.values()) for share in shares) == total(spans)
