"""Which sessions run, and what do they say of their power? (definitions 2.6)"""

from decimal import Decimal

import pytest

from chargeboard.domain.conclusions import Reading, Session
from chargeboard.metrics.sessions.ongoing import ongoing
from chargeboard.metrics.sessions.rows import session_row
from chargeboard.time.instants import SECOND


def at(seconds):
    return 1_795_000_000 * SECOND + round(seconds * SECOND) + 1


def session(start=0, socket=1, key="", **more):
    told = {"end": None, "energy_wh": None, "reason": None}
    return Session(key=key or f"{start}/{socket}", socket=socket, start=at(start), **(told | more))


def shown(*sessions, now=600, is_offline=False, states=None):
    return ongoing(
        sessions, states=states or {}, is_offline=is_offline, last_contact=at(now - 5), now=at(now)
    )


def row(now=600, **more):
    (only,) = shown(session(**more), now=now).sessions
    return only


def test_those_that_have_not_ended_run_by_start_then_socket_then_name():
    told = [session(5), session(0, 2), session(0, 1, "b"), session(0, 1, "a"), session(0, None, "c")]
    found = shown(*told, session(1, end=at(50)))
    assert [one.key for one in found.sessions] == ["c", "a", "b", "0/2", "5/1"]
    assert found.active_sessions == 5


def test_what_they_gave_and_took_is_summed_apart_and_what_is_not_known_is_nothing():
    told = [
        session(0, energy_wh=Decimal(500), export_wh=Decimal(20)),
        session(1, energy_wh=Decimal(700)),
        session(2),
    ]
    found = shown(*told)
    assert (found.energy_wh, found.export_wh) == (1200, 20)
    assert [(one.energy_wh, one.export_wh) for one in found.sessions] == [
        (500, 20),
        (700, None),
        (None, None),
    ]


@pytest.mark.parametrize(
    ("sampled_s", "age_s", "is_old"),
    [
        (None, 300, False),
        (None, 300.000001, True),
        (60, 300, False),
        (60, 301, True),
        (200, 600, False),
        (200, 601, True),
    ],
)
def test_power_is_old_after_five_minutes_or_three_times_the_usual_interval(sampled_s, age_s, is_old):
    every = None if sampled_s is None else sampled_s * SECOND
    found = row(now=1000, power_w=7000.0, power_at=at(1000 - age_s), sampled_every=every)
    assert found.power_is_old is is_old
    assert found.power_age_s == age_s


def test_without_reported_power_none_is_old_and_that_of_the_future_is_of_now():
    assert (row().power_age_s, row().power_is_old) == (None, False)
    assert row(power_w=1.0, power_at=at(700)).power_age_s == 0


@pytest.mark.parametrize(("now", "duration_s"), [(600, 600), (0, 0), (-5, 0)])
def test_how_long_it_runs_is_never_negative(now, duration_s):
    assert row(now=now).duration_s == duration_s


def readings(*told):
    return tuple(Reading(at(s), Decimal(wh)) for s, wh in told)


def test_power_is_estimated_by_the_last_two_readings_where_none_was_reported():
    told = readings((0, 0), (1800, 1000), (3600, 4000))
    assert row(readings=told).power_estimated_w == 6000
    assert row(readings=told, power_w=0.0, power_at=at(0)).power_estimated_w is None
    assert row(readings=told[:1]).power_estimated_w is None
    assert row(readings=told[:2]).power_estimated_w == 2000
    assert row(readings=readings((0, 0), (0, 5))).power_estimated_w is None


def test_the_course_of_power_is_what_was_reported_else_what_the_meter_tells():
    told = readings((0, 0), (1800, 1000))
    assert row(readings=told).recent_power == [(at(1800), 2000)]
    assert row(readings=told, powers=((at(5), 9.0),)).recent_power == [(at(5), 9.0)]


def test_its_state_is_that_of_its_socket_and_without_contact_it_is_stale():
    (one,) = shown(session(), states={1: "suspended"}, is_offline=True).sessions
    assert (one.state, one.stale, one.last_contact) == ("suspended", True, at(595))
    assert (row().state, row().stale) == ("unknown", False)
    (nowhere,) = shown(session(socket=None), states={0: "charging"}).sessions
    assert nowhere.state == "charging"


def test_a_row_tells_the_session_as_it_is():
    told = session(
        end=at(90), energy_wh=Decimal("12.5"), export_wh=Decimal(3), is_completed=True, reason="Local"
    )
    row = session_row(told)
    assert (row.duration_s, row.energy_wh, row.export_wh, row.completed, row.reason) == (
        90,
        12.5,
        3,
        True,
        "Local",
    )
    open_row = session_row(session())
    assert (open_row.duration_s, open_row.energy_wh, open_row.export_wh, open_row.completed) == (
        None,
        None,
        None,
        False,
    )
    assert session_row(session(end=at(-5))).duration_s == 0
