"""Which sessions, which energy and which windows are a day's? (definitions 2.4, E6)"""

from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from chargeboard.domain.conclusions import Orphan, Reading, Session
from chargeboard.domain.policy import Policy
from chargeboard.metrics.board_query import BoardQuery
from chargeboard.metrics.days.day_book import ends_on, energy_on_day, export_on_day
from chargeboard.metrics.findings import orphan
from chargeboard.time.days import day_span, midnight
from chargeboard.time.instants import HOUR
from chargeboard.time.spans import Span

DAY = day_span(date(2026, 11, 20), "UTC")


def session(start_h, end_h, wh=10_000, **more):
    start, end = DAY.start + start_h * HOUR, None if end_h is None else DAY.start + end_h * HOUR
    readings = () if end is None else (Reading(start, Decimal(0)), Reading(end, Decimal(wh)))
    more = {"is_completed": end is not None} | more
    return Session(
        key="k", socket=1, start=start, end=end, energy_wh=Decimal(wh), reason=None, readings=readings, **more
    )


@pytest.mark.parametrize(
    ("told", "is_of_it", "wh", "wh_by_end"),
    [
        (session(1, 3), True, 10_000, 10_000),
        (session(-1, 1), True, 5_000, 10_000),
        (session(23, 25), False, 5_000, 0),
        (session(-2, 0), True, 0, 10_000),
        (session(22, 24), False, 10_000, 0),
        (session(1, 3, is_completed=False), False, 10_000, 0),
        (session(1, 3, counts_energy=False), True, 0, 0),
    ],
)
def test_a_session_is_of_the_day_that_it_ended_on_and_its_energy_of_the_hours_in_which_it_flowed(
    told, is_of_it, wh, wh_by_end
):
    assert ends_on(told, DAY) is is_of_it
    assert energy_on_day(told, DAY, DAY.end, Policy()) == wh
    assert energy_on_day(told, DAY, DAY.end, Policy(energy_per_day="by_session_end")) == wh_by_end


def test_an_open_session_ends_on_no_day():
    assert not ends_on(session(1, None, is_completed=True), DAY)


def query(window=None, at=DAY.start + 12 * HOUR):
    return BoardQuery(at=at, window=window, timeline=Span(0, 1), zone="UTC")


def test_errors_are_those_of_the_last_seven_days_or_of_dates_that_had_passed():
    today = date(2026, 11, 20)
    assert query().errors_window == (date(2026, 11, 13), date(2026, 11, 21))
    assert query((date(2026, 11, 1), today)).errors_window == (date(2026, 11, 13), date(2026, 11, 21))
    passed = (date(2026, 11, 1), date(2026, 11, 19))
    assert query(passed).errors_window == passed
    assert (query(passed).stands_at, query().stands_at) == (midnight(passed[1], "UTC"), query().at)
    assert [
        query(window).is_over for window in (None, passed, (passed[0], today), (today, date(2026, 11, 21)))
    ] == [
        False,
        True,
        True,
        False,
    ]


@pytest.mark.parametrize(
    ("meter_wh", "reason", "raw"),
    [
        (None, None, "transactionId 7"),
        (Decimal("12.5"), None, "transactionId 7, meterStop 12.5"),
        (Decimal(0), "Local", "transactionId 7, meterStop 0, reason Local"),
    ],
)
def test_a_stray_stop_is_told_with_what_it_said(meter_wh, reason, raw):
    stop = Orphan(at=DAY.start, transaction_id="7", meter_stop_wh=meter_wh, reason=reason)
    assert orphan(stop).raw == raw


@pytest.mark.parametrize(
    ("start_h", "end_h", "more", "wh", "wh_by_end"),
    [
        (-1, 1, {}, 4000, 8000),
        (23, 25, {}, 4000, 0),
        (1, 3, {}, 8000, 8000),
        (1, 3, {"counts_energy": False}, 0, 0),
        (1, 3, {"is_completed": False}, 8000, 0),
    ],
)
def test_what_was_fed_back_is_of_the_days_by_the_same_rule(start_h, end_h, more, wh, wh_by_end):
    told = session(start_h, end_h, **more)
    fed_back = tuple(Reading(reading.at, n * Decimal(8000)) for n, reading in enumerate(told.readings))
    told = replace(told, export_wh=Decimal(8000), export_readings=fed_back)
    assert export_on_day(told, DAY, DAY.end, Policy()) == wh
    assert export_on_day(told, DAY, DAY.end, Policy(energy_per_day="by_session_end")) == wh_by_end
    unknown = replace(told, export_wh=None, export_readings=())
    assert export_on_day(unknown, DAY, DAY.end, Policy(energy_per_day="by_session_end")) == 0


def test_of_a_day_that_goes_on_the_energy_up_to_now_counts():
    assert energy_on_day(session(1, 3), DAY, DAY.start + 2 * HOUR, Policy()) == 5000
