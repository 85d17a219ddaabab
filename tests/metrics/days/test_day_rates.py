"""What do the figures of a local day come to? (definitions 2.2, 2.8)"""

from datetime import date
from decimal import Decimal

import pytest

from chargeboard.domain.conclusions import DayFigures
from chargeboard.domain.policy import Policy
from chargeboard.metrics.days.opening import open_spans, rules
from chargeboard.metrics.days.uptime import uptime_day, uptime_over
from chargeboard.metrics.days.utilization import utilization_day, utilization_headline
from chargeboard.time.days import day_span
from chargeboard.time.instants import HOUR, text_of
from chargeboard.time.spans import Span

ON = date(2026, 11, 20)
STATES = {
    "charging": 4,
    "suspended": 2,
    "preparing": 1,
    "finishing": 1,
    "offline": 3,
    "faulted": 2,
    "unavailable": 1,
}
"""Hours of one socket; with `available` and `unknown` below they are 24."""


def day(*sockets, on=ON, **more):
    held = {
        number: {state: hours * HOUR for state, hours in states.items()}
        for number, states in enumerate(sockets, 1)
    }
    return DayFigures(on=on, length=24 * HOUR, states=held, **more)


BUSY = {
    "charging": 4,
    "suspended": 2,
    "preparing": 1,
    "finishing": 1,
    "offline": 3,
    "faulted": 2,
    "unavailable": 1,
    "available": 8,
    "unknown": 2,
}
"""Hours of one socket."""


@pytest.mark.parametrize(
    ("settings", "in_use", "available"),
    [
        ({}, 6, 24),
        ({"utilization_basis": "charging"}, 4, 24),
        ({"utilization_basis": "occupied"}, 8, 24),
        ({"utilization_denominator": "operative"}, 6, 18),
    ],
)
def test_utilization_is_the_time_in_use_of_the_time_that_was_observed(settings, in_use, available):
    found = utilization_day(day(BUSY, BUSY), today=ON, policy=Policy(**settings))
    assert (found.in_use_s, found.available_s) == (2 * in_use * 3600, 2 * available * 3600)
    assert found.pct == pytest.approx(100 * in_use / available)
    assert (found.charging_s, found.suspended_s, found.occupied_s) == (
        2 * 4 * 3600,
        2 * 2 * 3600,
        2 * 8 * 3600,
    )
    assert found.coverage_pct == pytest.approx(100 * 19 / 24)
    assert found.partial
    assert found.incomplete


@pytest.mark.parametrize(("unknown", "is_incomplete"), [(2, False), (3, True)])
def test_a_day_is_incomplete_where_less_than_nine_tenths_are_known(unknown, is_incomplete):
    found = utilization_day(day({"available": 20 - unknown, "unknown": unknown}), today=ON, policy=Policy())
    assert found.incomplete is is_incomplete


@pytest.mark.parametrize(
    ("today", "is_partial"), [(date(2026, 11, 19), True), (ON, True), (date(2026, 11, 21), False)]
)
def test_a_day_is_partial_until_it_is_over(today, is_partial):
    assert utilization_day(day(BUSY), today=today, policy=Policy()).partial is is_partial
    assert uptime_day(day(BUSY), today=today).partial is is_partial


def test_of_nothing_observed_there_is_no_share():
    found = utilization_day(day(), today=ON, policy=Policy())
    assert (found.pct, found.coverage_pct, found.incomplete) == (None, None, False)
    head = utilization_headline([day(), day({"unknown": 24})], Policy())
    assert (head.pct, head.days, head.observed_days, head.coverage_pct) == (None, 1, 0, 0)
    none = uptime_day(day(), today=ON)
    assert (none.nevi_pct, none.uk_reg7_pct, none.uk_template_pct, none.total_s) == (None, None, None, 0)


def test_known_days_without_any_use_were_not_used_and_unknown_ones_are_unknown():
    assert utilization_headline([day({"available": 24})], Policy()).pct == 0
    assert utilization_headline([day({"offline": 24})], Policy()).pct is None
    assert utilization_headline([day({"charging": 6, "offline": 18})], Policy()).pct == 25


def test_a_headline_is_a_ratio_of_sums_over_the_days():
    head = utilization_headline([day(BUSY), day({"available": 1}), day()], Policy())
    assert (head.numerator, head.denominator, head.days, head.observed_days) == (6 * 3600, 25 * 3600, 2, 2)
    assert head.pct == pytest.approx(24)
    assert head.coverage_pct == pytest.approx(100 * 20 / 25)


@pytest.mark.parametrize(("rated_kw", "pct"), [(50.0, 10.0), (None, None), (0.0, None)])
def test_the_capacity_factor_is_energy_of_what_the_charger_could_give(rated_kw, pct):
    found = day({"available": 20}, {"available": 10}, energy_wh=Decimal(100_000))
    told = utilization_day(found, today=ON, policy=Policy(rated_kw=rated_kw))
    assert told.capacity_factor_pct == pct


def test_three_rules_of_uptime_disagree_about_being_offline_and_about_exclusions():
    found = uptime_day(day(BUSY, {"available": 24}, excluded={1: 2 * HOUR}), today=ON)
    assert (found.total_s, found.outage_s, found.excluded_s) == (46 * 3600, 6 * 3600, 2 * 3600)
    assert found.nevi_pct == pytest.approx(100 * (46 - 4) / 46)
    assert found.uk_reg7_pct == pytest.approx(100 * (46 - 3) / 46)
    assert found.uk_template_pct == pytest.approx(100 * (46 - 3 - 3) / 43)
    one, two = found.by_socket[1], found.by_socket[2]
    assert (one.total_s, one.outage_s, one.excluded_s) == (22 * 3600, 6 * 3600, 2 * 3600)
    assert one.nevi_pct == pytest.approx(100 * (22 - 4) / 22)
    assert one.uk_reg7_pct == pytest.approx(100 * 19 / 22)
    assert one.uk_template_pct == pytest.approx(100 * 16 / 19)
    assert (two.nevi_pct, two.excluded_s) == (100, 0)


def test_uptime_over_days_is_that_of_their_sums():
    days = [uptime_day(day(states, excluded=excluded), today=ON) for states, excluded in (
        (BUSY, {1: HOUR}), ({"available": 10, "offline": 2}, {}), ({"unknown": 24}, {}),
    )]  # fmt: skip
    found = uptime_over(days)
    assert (found.total_s, found.outage_s, found.excluded_s) == (34 * 3600, 8 * 3600, 3600)
    assert found.nevi_pct == pytest.approx(100 * 27 / 34)
    assert found.uk_reg7_pct == pytest.approx(100 * 31 / 34)
    assert found.uk_template_pct == pytest.approx(100 * 26 / 29)
    assert uptime_over([]).nevi_pct is None


@pytest.mark.parametrize(
    ("text", "days", "hours"),
    [
        ("Mo-Fr 08:00-18:30", {0, 1, 2, 3, 4}, ("08:00", "18:30")),
        ("Sa 9:00-24:00", {5}, ("09:00", "00:00")),
        ("Fr-Mo 00:00-23:59", {4, 5, 6, 0}, ("00:00", "23:59")),
        ("10:00-11:00", set(range(7)), ("10:00", "11:00")),
        ("Su-Sa 10:00-11:00", set(range(7)), ("10:00", "11:00")),
    ],
)
def test_opening_hours_are_weekdays_and_times(text, days, hours):
    ((found, opens, closes),) = rules((text,))
    assert (found, (f"{opens:%H:%M}", f"{closes:%H:%M}")) == (days, hours)


@pytest.mark.parametrize(
    "text", ["", "Mo", "8-18", "Mo-Fr", "Xx 08:00-09:00", "Mo 25:00-26:00", "Mo 24:01-25:00"]
)
def test_what_is_no_opening_hours_is_named(text):
    with pytest.raises(ValueError, match=text or "opening"):
        rules((text,))


@pytest.mark.parametrize(
    ("hours", "spans"),
    [
        ((), [("11-19T23:00", "11-20T23:00")]),
        (("Fr 08:00-12:00", "Fr 11:00-18:00"), [("11-20T07:00", "11-20T17:00")]),
        (("Th 22:00-06:00",), [("11-19T23:00", "11-20T05:00")]),
        (("Fr 22:00-06:00",), [("11-20T21:00", "11-20T23:00")]),
        (("Fr 08:00-08:00",), [("11-20T07:00", "11-20T23:00")]),
        (("Sa 08:00-18:00",), []),
    ],
)
def test_a_day_is_open_as_its_hours_and_those_of_the_night_before_say(hours, spans):
    seen = day_span(ON, "Europe/Berlin")
    policy = Policy(opening_hours=hours)
    found = open_spans(ON, seen, "Europe/Berlin", policy)
    assert [(text_of(s.start)[5:16], text_of(s.end)[5:16]) for s in found] == spans
    assert (
        open_spans(
            ON,
            Span(seen.start, seen.start),
            "Europe/Berlin",
            Policy(opening_hours=hours or ("Mo 1:00-2:00",)),
        )
        == []
    )
