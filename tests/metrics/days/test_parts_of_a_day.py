"""What is each socket in a day's figures, what makes these uncertain, and by which rules are they made?"""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest
from msgspec.structs import replace

from chargeboard.domain.codes import OddityKind, Outcome, SessionFlag
from chargeboard.domain.conclusions import Attempt, Conclusions, Reading, Session
from chargeboard.domain.facts import OddityFound
from chargeboard.domain.figures.day_rows import UptimeSocket
from chargeboard.domain.policy import Policy
from chargeboard.domain.reasons import Because, Reason
from chargeboard.metrics.days.day_parts import by_socket, doubts
from chargeboard.metrics.days.day_time import DayTime
from chargeboard.metrics.rules import rules
from chargeboard.time.days import day_span
from chargeboard.time.instants import HOUR
from chargeboard.time.series import Series

ON = date(2026, 11, 20)
DAY = day_span(ON, "UTC")


def at(hour):
    return DAY.start + round(hour * HOUR)


def session(key, start, end, wh=1000, socket=1, **more):
    begun, until = at(start), None if end is None else at(end)
    readings = () if until is None else (Reading(begun, Decimal(0)), Reading(until, Decimal(wh or 0)))
    told = {"is_completed": end is not None, "reason": None}
    return Session(
        key=key,
        socket=socket,
        start=begun,
        end=until,
        energy_wh=None if wh is None else Decimal(wh),
        readings=readings,
        **(told | more),
    )


def attempt(outcome=Outcome.SUCCESS, socket=1):
    return Attempt(start=at(5), socket=socket, end=None, outcome=outcome, because=Reason(Because.STARTED))


def doubted(*sessions, attempts=(), odd=()):
    found = doubts(Conclusions(sessions=list(sessions), attempts=list(attempts)), DAY, list(odd))
    return [(str(one.what), one.count, one.figures, one.sessions) for one in found]


def odd(kind, count=1):
    return OddityFound(at(1), at(1), kind, (), "", "", count)


def test_what_makes_a_day_uncertain_is_told_the_plainest_first():
    told = [
        session("runs", 1, None),
        session("unknown", 1, 2, None),
        session("lost", 1, 2, end_inferred=True),
        session("lost, none", 1, 2, end_inferred=True, is_completed=False),
        session("too much", 1, 30, flags=(SessionFlag.ENERGY_SUSPICIOUS,)),
        session("plain", 1, 2),
    ]
    oddities = [
        odd(OddityKind.CLOCK, 3),
        odd(OddityKind.CLOCK),
        odd(OddityKind.QUARANTINED),
        odd(OddityKind.REPAIRED),
    ]
    found = doubted(*told, attempts=[attempt(Outcome.PENDING), attempt()], odd=oddities)
    assert found == [
        ("open_session", 1, ["sessions", "energy"], ["runs"]),
        ("energy_unknown", 1, ["energy"], ["unknown"]),
        ("energy_lower_bound", 1, ["energy"], ["lost"]),
        ("energy_suspicious", 1, ["energy"], ["too much"]),
        ("pending_attempt", 1, ["success"], []),
        ("clock", 4, ["all"], []),
        ("quarantined", 1, ["all"], []),
    ]
    assert doubted(session("plain", 1, 2), attempts=[attempt()]) == []


@pytest.mark.parametrize(("end", "is_of_it"), [(0, True), (-1, False), (23.9, True), (24, False)])
def test_of_sessions_that_ended_those_of_the_day_make_it_uncertain(end, is_of_it):
    assert bool(doubted(session("unknown", -5, end, None))) is is_of_it


def parts(*, states, known, now=30, **policy):
    told = {
        socket: Series([(at(start), at(end), word) for start, end, word in of])
        for socket, of in states.items()
    }
    time = DayTime(
        on=ON,
        zone="UTC",
        span=replace(DAY, end=min(DAY.end, at(now))),
        policy=Policy(**policy),
        sockets={socket: at(0) for socket in states},
        timeline=told,
    )
    uptime = SimpleNamespace(
        by_socket={
            1: UptimeSocket(
                total_s=1, outage_s=0, excluded_s=0, nevi_pct=1.0, uk_reg7_pct=1.0, uk_template_pct=1.0
            )
        }
    )
    return by_socket(time, known, SimpleNamespace(at=at(now), uptime=[uptime]))


def test_each_socket_has_its_part_and_what_has_none_stands_last():
    known = Conclusions(
        sessions=[session("a", -1, 1), session("b", 5, 6, socket=None), session("c", 23, 25, socket=3)],
        attempts=[attempt(), attempt(Outcome.ZERO_ENERGY), attempt(Outcome.PENDING, socket=2)],
    )
    found = parts(
        states={2: [(0, 24, "available")], 1: [(0, 6, "charging"), (6, 24, "available")]},
        known=known,
        rated_kw=50.0,
    )
    assert [one.socket for one in found] == [1, 2, 3, None]
    one, two, three, none = found
    assert (one.sessions, one.energy_wh, one.export_wh) == (1, 500, 0)
    assert (one.success.attempts, one.success.successes, one.success.pct, one.success.pending) == (
        2,
        1,
        50,
        0,
    )
    assert (one.utilization.pct, one.utilization.capacity_factor_pct) == (25, None)
    assert (two.success.attempts, two.success.pending, two.utilization.pct) == (0, 1, 0)
    assert (three.sessions, three.energy_wh, three.utilization) == (0, 500, None)
    assert (none.sessions, none.energy_wh, none.uptime) == (1, 1000, None)
    assert (one.uptime is not None, two.uptime) == (True, None)
    assert {part.success.partial for part in found} == {False}


def test_where_all_has_a_socket_no_part_is_without_one():
    found = parts(states={1: [(0, 12, "available")]}, known=Conclusions(), now=12)
    assert [(one.socket, one.success.partial, one.utilization.partial) for one in found] == [(1, True, True)]


def test_a_day_that_has_not_begun_is_partial():
    (early,) = parts(states={}, known=Conclusions(attempts=[attempt(Outcome.PENDING)]), now=-5)
    assert (early.socket, early.success.partial, early.utilization) == (1, True, None)


def test_rules_are_told_with_their_settings_and_those_that_were_changed():
    policy = Policy(min_session_s=5, rated_kw=50.0)
    assert [rule.figure for rule in rules(policy)] == [
        "utilization",
        "success",
        "sessions",
        "energy",
        "uptime",
    ]
    energy, sessions = rules(policy, "energy"), rules(policy, "sessions")
    assert [(rule.figure, rule.changed) for rule in [*energy, *sessions]] == [
        ("energy", ["rated_kw"]),
        ("sessions", ["min_session_s"]),
    ]
    assert energy[0].settings["rated_kw"] == 50
    assert rules(policy, "nothing") == []


def test_of_a_socket_that_nothing_is_known_of_no_amount_is_zero():
    found = parts(
        states={1: [(0, 24, "offline")], 2: [(0, 24, "available")]},
        known=Conclusions(sessions=[], attempts=[]),
    )
    assert [(one.sessions, one.energy_wh, one.export_wh) for one in found] == [(None, None, None), (0, 0, 0)]
