"""
A site whose chargers have other dates, or came in the middle (definitions G1).

Two stand in Berlin and one in New York. It is 02:00 on 10 March in Berlin, and 21:00 on the 9th in New York.
"""

from datetime import date, datetime

import pytest

from chargeboard.domain.figures.board import FleetRow
from chargeboard.domain.figures.day_rows import Headline
from chargeboard.domain.figures.site import ChargerPart, PartDay, PartSessions, PartUse
from chargeboard.metrics.site.together import site_board
from chargeboard.time.instants import HOUR, instant_of

AT = instant_of(datetime.fromisoformat("2026-03-10T01:00:00Z"))
DAY = 24 * HOUR
NOTHING = Headline(numerator=0, denominator=0, pct=None, days=0, observed_days=0)


def use(day, used_h, of_h=24, attempts=0, successes=0):
    return PartUse(
        on=date(2026, 3, day),
        used=used_h * HOUR,
        available=of_h * HOUR,
        charging=used_h * HOUR,
        suspended=0,
        occupied=used_h * HOUR,
        known=of_h * HOUR,
        observed=of_h * HOUR,
        is_revised=False,
        attempts=attempts,
        successes=successes,
        failures={},
        pending=0,
        charger_attempts=attempts,
    )


def charger(name, zone, some):
    row = FleetRow(
        id=name,
        name=name,
        site="Both",
        timezone=zone,
        is_online=True,
        last_contact=AT,
        sockets=[],
        active_sessions=0,
        energy_now_wh=0,
        utilization=NOTHING,
        success=NOTHING,
        sessions_today=0,
        energy_today_wh=0,
        active_errors=0,
    )
    part = ChargerPart(
        at=AT,
        first_seen=AT - 9 * DAY,
        commissioned_on=some[0].on,
        sockets=[1],
        socket_names={},
        days=[PartDay(one.on, one.successes, 1000.0 * one.successes, 0, is_revised=False) for one in some],
        use=some,
        sums=PartSessions(
            days=len(some),
            observed_days=len(some),
            sessions=0,
            duration_s=0,
            energy_wh=0,
            energy_unknown=0,
            metered_s=0,
            are_kept=True,
        ),
        ongoing=[],
        errors=[],
    )
    return row, part


@pytest.fixture
def board():
    whole = charger(
        "A", "Europe/Berlin", [use(day, 6, attempts=2, successes=2) for day in (7, 8, 9)] + [use(10, 1, 2)]
    )
    late = charger("B", "Europe/Berlin", [use(9, 12, attempts=1, successes=1), use(10, 0, 2)])
    west = charger("C", "America/New_York", [use(8, 24, attempts=4), use(9, 21, 21, attempts=8)])
    return site_board("Both", [whole, late, west], "Europe/Berlin", AT).board


def test_a_day_that_goes_on_anywhere_goes_on(board):
    assert {day.date.day: day.partial for day in board.utilization} == {7: False, 8: False, 9: True, 10: True}
    assert {day.date.day: day.partial for day in board.success} == {7: False, 8: False, 9: True, 10: True}


def test_each_day_is_the_sum_of_those_who_have_it(board):
    spent = {day.date.day: (day.in_use_s / 3600, day.available_s / 3600) for day in board.utilization}
    assert spent == {7: (6, 24), 8: (30, 48), 9: (39, 69), 10: (1, 4)}


def test_sums_of_complete_days_have_what_is_over_for_each_charger(board):
    # A: 18 of 72 h, B: 12 of 24, C: 24 of 24, and not yet the 9th
    used = board.utilization_headline
    assert (used.numerator / 3600, used.denominator / 3600, used.days) == (54, 120, 3)
    success = board.success_headline
    assert (success.numerator, success.denominator, success.observed_days) == (7, 11, 3)
