"""At which instants is nothing open, so that what came before is final? (definitions of a checkpoint)"""

from decimal import Decimal

import pytest

from chargeboard.domain.codes import GapKind, Outcome
from chargeboard.domain.conclusions import Attempt, Conclusions, Gap, Session
from chargeboard.domain.facts import (
    Booted,
    Quiet,
    RemoteStartAsked,
    ReservationAsked,
    StatusReported,
    StopReported,
    TokenShown,
)
from chargeboard.domain.policy import Policy
from chargeboard.domain.reasons import Because, Reason
from chargeboard.metrics.carry import Carry
from chargeboard.metrics.conclude import quiet_instants
from chargeboard.time.instants import SECOND

T0 = 1_795_000_000 * SECOND + 1
"""An odd number of microseconds, that a bound may be off by one."""


def at(seconds):
    return T0 + round(seconds * SECOND)


def session(start, end=None, settles=None, **more):
    return Session(
        key="k",
        socket=1,
        start=at(start),
        end=None if end is None else at(end),
        energy_wh=Decimal(0),
        reason=None,
        settles_at=None if settles is None else at(settles),
        **more,
    )


def attempt(start, settles=None):
    return Attempt(
        start=at(start),
        socket=1,
        end=None,
        outcome=Outcome.SUCCESS,
        because=Reason(Because.STARTED),
        settles_at=None if settles is None else at(settles),
    )


def status(s, status, socket=1, **more):
    return StatusReported(at(s), at(s), socket, status, **more)


def is_open(*facts, carry=(), held=(), heard=None, policy=None, **found):
    """From when until when something is open, in seconds, and whether the end itself is open; None: never."""
    told = sorted(facts, key=lambda fact: fact.at)

    def quiet(instant):
        return quiet_instants(
            told,
            Conclusions(**found),
            Carry(statuses=tuple(carry)),
            boundaries=[instant],
            held=held,
            heard_at=None if heard is None else at(heard),
            policy=Policy(**(policy or {})),
        )[0]

    far = at(10**7)
    begin = quiet(far)
    if begin != far:
        return (begin - T0) / SECOND, None
    return next(
        ((quiet(at(s)) - T0) / SECOND, s, quiet(at(s) + 1) == at(s) + 1)
        for s in range(2200, 400, -1)
        if quiet(at(s)) != at(s)
    )


@pytest.mark.parametrize("kind", ["sessions", "refused"])
def test_a_transaction_and_the_minute_before_and_behind_it_are_open(kind):
    assert is_open(**{kind: [session(1000, 2000, 2060)]}) == (940, 2060, True)
    assert is_open(**{kind: [session(1000)]}) == (940, None)
    early = session(1000, 2000, 2060, told_from=at(900))
    assert is_open(**{kind: [early]}) == (840, 2060, True)
    assert is_open(**{kind: [session(1000, 2000, 2060)]}, policy={"late_meter_s": 100})[0] == 900


def test_an_attempt_is_open_until_it_settles_and_a_visit_ten_minutes_longer():
    assert is_open(attempts=[attempt(1000, 1300)]) == (1000, 1300, True)
    assert is_open(attempts=[attempt(1000)]) == (1000, None)
    assert is_open(attempts=[attempt(1000, 1300)], policy={"grouping": "visit"}) == (1000, 1900, True)


def test_a_gap_is_open_while_it_lasts():
    assert is_open(gaps=[Gap(at(1000), at(1100), GapKind.CLOSED)]) == (1000, 1099, False)
    assert is_open(gaps=[Gap(at(1000), None, GapKind.SILENT)]) == (1000, None)


@pytest.mark.parametrize(
    "fact",
    [
        TokenShown(at(1000), at(1000), "r", "T"),
        RemoteStartAsked(at(1000), at(1000), "r"),
        ReservationAsked(at(1000), at(1000), "T"),
    ],
)
def test_a_card_a_remote_start_and_a_reservation_may_lead_to_something_for_twice_the_window(fact):
    assert is_open(fact) == (1000, 1599, False)
    assert is_open(fact, policy={"attempt_match_window_s": 100}) == (1000, 1199, False)


@pytest.mark.parametrize("plugged", ["Preparing", "Charging", "SuspendedEV", "SuspendedEVSE", "Finishing"])
def test_a_cable_is_open_from_its_first_status_to_the_one_that_it_is_out(plugged):
    out = status(2000, "Available")
    assert is_open(status(1000, plugged), status(1500, "Charging"), out) == (1000, 2000, True)
    assert is_open(status(1000, plugged)) == (1000, None)
    assert is_open(out, carry=[status(500, plugged)]) == (500, 2000, True)
    assert is_open(status(1000, plugged), status(2000, "Available", socket=2)) == (1000, None)
    assert is_open(status(1000, plugged), status(2000, "Faulted")) == (1000, None)


def test_an_error_report_is_open_while_another_may_join_it():
    assert is_open(status(1000, "Faulted")) == (1000, 1060, True)
    assert is_open(status(1000, "Available", error_code="WeakSignal")) == (1000, 1060, True)
    assert is_open(status(1000, "Faulted"), policy={"error_merge_s": 5}) == (1000, 1005, True)


def test_a_bad_stop_is_open_while_it_may_be_repeated():
    assert is_open(StopReported(at(1000), at(1000), "1", None, "PowerLoss")) == (1000, 1300, True)


def test_what_is_held_back_and_a_silence_that_lasts_are_open():
    assert is_open(held=[status(1000, "Available")]) == (1000, None)
    assert is_open(heard=1000) == (1000, None)


def test_a_silence_that_our_absence_cuts_is_open_and_another_one_is_not():
    silence = Quiet(at(900), at(2000), at(2000))
    away = [Gap(at(1000), at(1100), GapKind.COLLECTOR)]
    assert is_open(silence, gaps=away) == (900, 1999, False)
    assert is_open(silence, gaps=[Gap(at(2000), at(2100), GapKind.COLLECTOR)])[0] == 2000


def test_where_nothing_is_open_every_boundary_is_quiet_and_each_is_told_once():
    facts = [Booted(at(500), at(500)), status(600, "Available"), StopReported(at(700), at(700), "1", None)]

    def quiet(*boundaries, **found):
        instants = quiet_instants(
            facts,
            Conclusions(**found),
            Carry(),
            boundaries=[at(s) for s in boundaries],
            heard_at=None,
            policy=Policy(),
        )
        return [(instant - T0) / SECOND for instant in instants]

    assert quiet(3000, 500, 700) == [500, 700, 3000]
    gaps = [Gap(at(1000), at(1100), GapKind.CLOSED), Gap(at(2000), at(2100), GapKind.CLOSED)]
    assert quiet(2050, 1050, 1000, 1100, 2000, 3000, gaps=gaps) == [1000, 1100, 2000, 3000]
    assert quiet() == []
