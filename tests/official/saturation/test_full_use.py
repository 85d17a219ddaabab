"""Full use of a French motorway site, computed by hand; times of Paris, minutes from 1 June, 00:00, on."""

from datetime import date, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeboard.official.saturation.full_use import (
    Point,
    full_use,
    points_to_be_free,
    saturated_days,
)
from chargeboard.time.days import zone_of
from chargeboard.time.instants import BEGINNING, HOUR, MINUTE, SECOND, instant_of
from chargeboard.time.series import Series
from chargeboard.time.spans import Span, total

PARIS = "Europe/Paris"


def at(text):
    return instant_of(datetime.fromisoformat(text).replace(tzinfo=zone_of(PARIS)))


DAY = Span(at("2026-06-01T00:00"), at("2026-06-02T00:00"))


def clock(text):
    hours, minutes, *seconds = map(int, text.split(":"))
    return DAY.start + hours * HOUR + minutes * MINUTE + sum(seconds) * SECOND


def used(*times, state="charging", window=DAY, since=BEGINNING):
    """A point that is free but in these times."""
    rows, reached = [], window.start
    for time in times:
        start, end = map(clock, time.split("-"))
        rows += [(reached, start, "available")] * (start > reached) + [(start, end, state)]
        reached = end
    rows += [(reached, window.end, "available")] * (reached < window.end)
    return Point(Series(rows), since)


def told(points, window=DAY):
    return [
        (day.day, [((one.start - DAY.start) // MINUTE, (one.end - DAY.start) // MINUTE) for one in day.spans])
        for day in saturated_days(full_use(points, window), window, PARIS)
    ]


FIRST = date(2026, 6, 1)


def test_more_than_three_hours_on_end_are_too_long_and_three_are_not():
    assert told([used("08:00-11:00")]) == []
    assert told([used("08:00-11:00:01")]) == [(FIRST, [(480, 660)])]


def test_all_points_have_to_be_used_at_once():
    assert told([used("08:00-14:00"), used("10:30-13:29")]) == []
    assert told([used("08:00-14:00"), used("10:00-13:30")]) == [(FIRST, [(600, 810)])]


@pytest.mark.parametrize(
    ("back", "found"), [("10:09:59", [(FIRST, [(480, 720)])]), ("10:10:00", []), ("10:10:01", [])]
)
def test_a_gap_of_less_than_ten_minutes_does_not_interrupt(back, found):
    # 08:00 - 10:00 and again through 12:00: four hours in one, or two times less than three
    assert told([used("08:00-10:00", f"{back}-12:00")]) == found


def test_two_short_gaps_are_two_and_not_one_long_one():
    assert told([used("08:00-10:00", "10:06-10:07", "10:13-12:00")]) == [(FIRST, [(480, 720)])]


@pytest.mark.parametrize("state", ["faulted", "unavailable", "offline"])
def test_what_cannot_be_used_counts_as_used(state):
    assert told([used("08:00-12:00"), used("00:00-24:00", state=state)]) == [(FIRST, [(480, 720)])]


def test_of_what_nobody_knows_full_use_is_not_claimed():
    assert told([used("08:00-12:00"), used("00:00-24:00", state="unknown")]) == []
    assert told([used("08:00-12:00"), Point(Series(), BEGINNING)]) == []


@pytest.mark.parametrize(
    ("points", "free"), [(1, 1), (4, 1), (5, 1), (6, 2), (10, 2), (11, 3), (15, 3), (16, 4), (20, 4), (50, 4)]
)
def test_a_fifth_is_rounded_up_and_at_most_four(points, free):
    assert points_to_be_free(points) == free


def test_of_six_points_one_that_is_free_does_not_end_it_and_two_do():
    whole = [used("08:00-12:00")] * 4
    one_free = [*whole, used("08:00-12:00"), used("08:00-09:00")]
    assert told(one_free) == [(FIRST, [(480, 720)])]
    assert told([*whole, used("08:00-10:00"), used("08:00-09:00")]) == []
    # it begins only when none is free
    assert told([*whole, used("08:00-12:00"), used("00:00-00:01")]) == []


def test_at_midnight_it_begins_anew():
    window = Span(DAY.start, DAY.start + 48 * HOUR)
    assert told([used("22:00-26:59", window=window)], window) == []
    assert told([used("20:00-27:01", window=window)], window) == [
        (FIRST, [(1200, 1440)]),
        (date(2026, 6, 2), [(1440, 1621)]),
    ]


@pytest.mark.parametrize(
    ("day", "start", "end", "is_too_long"),
    [
        # 01:00 - 04:30 by the clock is 2 h 30 min where an hour is skipped, 4 h 30 min where one comes twice
        ("2026-03-29", "01:00", "04:30", False),
        ("2026-10-25", "01:00", "04:30", True),
        ("2026-10-25", "01:30", "03:31", True),
        ("2026-10-25", "01:30", "03:30", False),
    ],
)
def test_hours_are_those_that_pass_and_not_those_of_the_clock(day, start, end, is_too_long):
    window = Span(at(f"{day}T00:00"), at(f"{day}T23:00"))
    point = Point(Series([(at(f"{day}T{start}"), at(f"{day}T{end}"), "charging")]), BEGINNING)
    days = list(saturated_days(full_use([point], window), window, PARIS))
    assert bool(days) == is_too_long


def test_a_point_that_is_not_there_yet_is_not_counted():
    late = used("12:00-14:00", since=clock("12:00"))
    assert told([used("08:00-14:00"), late]) == [(FIRST, [(480, 840)])]


def test_a_site_without_points_is_never_full():
    assert full_use([], DAY) == []


MINUTES = st.lists(st.integers(0, 24 * 60), unique=True, max_size=12).map(sorted)


@given(st.lists(MINUTES, min_size=1, max_size=7))
def test_full_use_holds_every_instant_at_which_no_point_is_free_and_begins_with_one(edges):
    points = []
    for own in edges:
        cuts = [0, *own, 24 * 60]
        rows = [
            (DAY.start + a * MINUTE, DAY.start + b * MINUTE, ("available", "charging")[n % 2])
            for n, (a, b) in enumerate(pairwise(cuts))
            if b > a
        ]
        points.append(Point(Series(rows), BEGINNING))
    found = full_use(points, DAY)
    assert all(one.length for one in found)
    assert all(b.start - a.end >= 10 * MINUTE for a, b in pairwise(found))
    for minute in range(24 * 60):
        instant = DAY.start + minute * MINUTE
        is_full = all(point.states.at(instant) == "charging" for point in points)
        assert not is_full or any(instant in one for one in found)
    for one in found:
        assert all(point.states.at(one.start) == "charging" for point in points)
    assert total(found) <= DAY.length


def test_outside_opening_hours_there_is_no_point_and_full_use_ends_with_them():
    closed = [Span(DAY.start, clock("06:00")), Span(clock("11:00"), DAY.end)]
    # three hours and a minute of full use reach into the night: of them three are open
    assert told([used("08:00-11:01")]) == [(FIRST, [(480, 661)])]
    assert told([used("08:00-11:01")._replace(closed=closed)]) == []
    # while B is closed, A alone has to be free
    assert told([used("12:00-16:00"), used()._replace(closed=closed)]) == [(FIRST, [(720, 960)])]
    assert told([used("12:00-16:00"), used()]) == []
