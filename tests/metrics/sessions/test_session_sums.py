"""What do sessions come to together, and what did registers gain between them? (definitions 2.5, 2.6)"""

from datetime import date
from decimal import Decimal

import pytest
from visits_with_meters import T0 as VISIT
from visits_with_meters import Visit, board_of, frames_of

from chargeboard.domain.conclusions import Session
from chargeboard.domain.policy import Policy
from chargeboard.domain.records import Completed
from chargeboard.metrics.sessions.overview import Ended, overview, overview_of_days
from chargeboard.metrics.sessions.unaccounted import Stood, Unaccounted, advance
from chargeboard.time.days import day_of
from chargeboard.time.instants import HOUR, MINUTE, SECOND, text_of

T0 = 1_795_000_000 * SECOND


def ended(*sessions, before=None):
    durations = [round(minutes * MINUTE) for minutes, _ in sessions]
    return (before or Ended()).and_also(Completed(durations, durations, [wh for _, wh in sessions]))


@pytest.mark.parametrize(
    ("minutes", "wh", "is_short"),
    [
        (5, 1000.0, False),
        (4.99, 1000.0, True),
        (5, 999.0, True),
        (5, None, False),
        (4.99, None, True),
    ],
)
def test_a_session_under_five_minutes_or_one_kwh_is_short(minutes, wh, is_short):
    assert ended((minutes, wh)).short == is_short


def test_sums_go_on_from_those_before():
    found = ended((10, 2000.0), (30, None), before=ended((20, 3000.0)))
    assert found.in_order == [10 * MINUTE, 20 * MINUTE, 30 * MINUTE]
    assert (found.with_energy, found.total_wh, found.metered) == (2, 5000, 30 * MINUTE)
    assert (found.energy_unknown, found.short) == (1, 0)


def test_averages_are_over_what_is_known():
    found = overview(
        ended((10, 2000.0), (20, 3000.0), (60, None)), days=2, first=date(2026, 1, 1), end=date(2026, 1, 3)
    )
    assert (found.total_sessions, found.sessions_per_day, found.energy_unknown) == (3, 1.5, 1)
    assert (found.avg_duration_s, found.median_duration_s) == (1800, 1200)
    assert (found.avg_consumption_wh, found.total_consumption_wh) == (2500, 5000)
    assert found.mean_power_w == 10_000
    assert (found.from_, found.to, found.through) == (date(2026, 1, 1), date(2026, 1, 3), date(2026, 1, 2))
    assert overview(ended((10, None), (20, None)), days=1).median_duration_s == 900


def test_of_nothing_there_is_no_average():
    none = overview(Ended(), days=7)
    assert (none.sessions_per_day, none.avg_duration_s, none.median_duration_s) == (0, None, None)
    assert (none.avg_consumption_wh, none.mean_power_w, none.through) == (None, None, None)
    assert overview(Ended(), days=0).sessions_per_day is None
    unmetered = overview(ended((10, None)), days=1)
    assert (unmetered.avg_consumption_wh, unmetered.mean_power_w) == (None, None)


@pytest.mark.parametrize(
    ("sessions", "observed_days", "per_day"),
    [((), 0, None), ((), 3, 0), ((), None, 0), (((10, None),), 0, 0.25)],
)
def test_of_days_of_which_nothing_is_known_there_is_no_number_of_sessions_per_day(
    sessions, observed_days, per_day
):
    assert overview(ended(*sessions), days=4, observed_days=observed_days).sessions_per_day == per_day


def test_of_sessions_that_are_no_longer_kept_the_days_tell_the_totals():
    known = overview(ended((10, 2000.0)), days=4, first=date(2026, 1, 1), end=date(2026, 1, 5))
    found = overview_of_days(known, [1, None, 2], [1000.0, None, 500.0])
    assert (found.total_sessions, found.sessions_per_day, found.total_consumption_wh) == (3, 0.75, 1500)
    assert (found.avg_duration_s, found.days, found.through) == (None, 4, date(2026, 1, 4))
    assert overview_of_days(overview(Ended(), days=0), [], []).sessions_per_day is None


def session(start_h, end_h, begin, end, socket=1):
    return Session(
        key=f"{socket}/{start_h}",
        socket=socket,
        start=T0 + start_h * HOUR,
        end=None if end_h is None else T0 + end_h * HOUR,
        energy_wh=None,
        reason=None,
        begin_wh=None if begin is None else Decimal(begin),
        end_wh=None if end is None else Decimal(end),
    )


POLICY = Policy(rated_kw=10.0)


@pytest.mark.parametrize(
    ("sessions", "gained"),
    [
        ([session(0, 1, 0, 5000), session(3, 4, 6000, 9000)], 1000),
        ([session(0, 1, 0, 5000), session(3, 4, 5000, 9000)], 0),
        # two hours at 12.5 kW
        ([session(0, 1, 0, 5000), session(3, 4, 30_000, 31_000)], 25_000),
        ([session(0, 1, 0, 5000), session(3, 4, 30_001, 31_000)], 0),
        ([session(0, 1, 0, 5000), session(3, 4, 4000, 9000)], 0),
        ([session(0, 1, 0, 5000), session(3, 4, 5_000_000, 5_001_000)], 0),
        ([session(0, 1, 0, 5000), session(3, 4, None, 7000), session(5, 6, 8000, 9000)], 1000),
        ([session(0, 1, 0, 5000), session(3, None, 6000, None), session(5, 6, 8000, 9000)], 1000),
        ([session(0, 2, 0, 5000), session(1, 3, 6000, 9000)], 0),
        ([session(0, 1, 0, 5000), session(1, 3, 6000, 9000)], 0),
        ([session(0, 1, 0, 5000), session(3, 4, 6000, 9000, socket=2)], 0),
        ([session(0, 1, 0, 5000, socket=None), session(3, 4, 6000, 9000, socket=None)], 0),
        ([session(0, 1, 0, 5000), session(2, 3, 0, 0, socket=None), session(3, 4, 6000, 9000)], 1000),
    ],
)
def test_what_a_register_gained_between_two_sessions_of_a_socket_is_of_no_session(sessions, gained):
    found = advance(Unaccounted(), sessions, POLICY)
    assert sum(found.gained_wh.values()) == gained


def test_gains_go_on_from_those_before_and_are_asked_by_dates():
    first = advance(Unaccounted(), [session(0, 1, 0, 5000), session(3, 4, 6000, 9000)], POLICY)
    assert first.stood == {1: Stood(T0 + 4 * HOUR, Decimal(9000))}
    both = advance(first, [session(6, 7, 9500, 9900), session(50, 51, 9950, 9990)], POLICY)
    on = sorted(both.gained_wh)
    assert list(both.gained_wh.values()) == [1500, 50]
    assert (both.within(on[0], on[1]), both.within(on[0], date(2030, 1, 1)), both.within(on[1], on[1])) == (
        1500,
        1550,
        0,
    )
    assert both.within(date(2000, 1, 1), on[0]) == 0


@pytest.mark.parametrize("first", [0, 1, 2])
def test_in_whatever_order_sessions_settle_the_same_is_gained(first):
    sessions = [session(0, 1, 0, 5000), session(3, 4, 6000, 9000), session(6, 7, 9500, 9900)]
    whole = advance(Unaccounted(), sessions, POLICY)
    later = [one for one in sessions if one is not sessions[first]]
    early = advance(Unaccounted(), [sessions[first]], POLICY, {1: later[0].start})
    assert advance(early, later, POLICY) == whole
    assert len(early.waiting) == (first != 0)


def test_the_gains_of_the_latest_dates_are_remembered():
    sessions = [session(24 * n, 24 * n + 1, 2000 * n, 2000 * n + 1000) for n in range(100)]
    found = advance(Unaccounted(), sessions, POLICY)
    assert len(found.gained_wh) == 64
    assert found.gained_wh == dict(sorted(found.gained_wh.items()))
    assert max(found.gained_wh) == day_of(T0 + 99 * 24 * HOUR, "UTC")


def test_days_before_the_charger_was_there_are_no_days_of_its_overview():
    visit = Visit("1.6", 1).start(0, 1000).stop(60, 6000).status(61, "Available")
    found = board_of(frames_of(visit), minute=3 * 1440).overview
    assert (found.days, found.total_sessions, found.sessions_per_day) == (3, 1, pytest.approx(1 / 3))


def test_a_stop_that_names_no_transaction_and_no_register_ends_the_one_that_runs():
    visit = Visit("1.6", 1).start(0, 1000).read(30, 5000)
    visit.call(
        60, "StopTransaction", {"transactionId": 999, "timestamp": text_of(VISIT + HOUR), "reason": "Local"}
    )
    (row,) = board_of(frames_of(visit.status(61, "Available"))).sessions
    assert (row.end_inferred, row.energy_wh, row.flags) == (False, 4000, ["matched_by_inference"])


@pytest.mark.parametrize("parts", [1, 2])
def test_a_socket_is_in_its_state_since_it_came_there_however_long_ago_that_was_concluded(parts):
    visit = Visit("1.6", 1).status(-30, "Available").start(0, 1000).stop(60, 6000).status(61, "Available")
    visit.call(2880, "Heartbeat", {})
    (socket,) = board_of(frames_of(visit), minute=3 * 1440, parts=parts).now
    assert (socket.state, socket.since) == ("available", VISIT + HOUR)
