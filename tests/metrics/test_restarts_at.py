"""From which instants can a computation go on? (definitions of a checkpoint)"""

from decimal import Decimal

import pytest

from chargeboard.domain.codes import GapKind, Outcome
from chargeboard.domain.conclusions import Attempt, Conclusions, Gap, Session
from chargeboard.domain.facts import (
    Booted,
    Quiet,
    StatusReported,
    StopReported,
    TokenShown,
)
from chargeboard.domain.policy import Policy
from chargeboard.domain.reasons import Because, Reason
from chargeboard.metrics.restarts import restarts
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


def is_open(*facts, held=(), heard=None, policy=None, **found):
    """From when until when something is open, in seconds, and whether the end itself is open; None: never."""
    told = sorted(facts, key=lambda fact: fact.at)

    def quiet(instant):
        return restarts(
            told,
            Conclusions(**found),
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


def is_at(seconds, *facts, **found):
    """Whether one can go on from that instant."""
    (instant,) = restarts(
        facts, Conclusions(**found), boundaries=[at(seconds)], heard_at=None, policy=Policy()
    )
    return instant == at(seconds)


@pytest.mark.parametrize("kind", ["sessions", "refused"])
def test_from_within_a_transaction_one_goes_on_but_not_between_a_word_of_it_and_its_start(kind):
    assert is_at(1500, **{kind: [session(1000, 2000, 2060)]})
    assert is_at(1500, **{kind: [session(1000)]})
    early = session(1000, 2000, 2060, told_from=at(900))
    assert is_open(**{kind: [early]}) == (840, 1000, True)
    assert is_open(**{kind: [early]}, policy={"late_meter_s": 100})[0] == 800


def test_from_within_an_attempt_one_goes_on_but_not_within_a_visit():
    assert is_at(1200, attempts=[attempt(1000, 1300)])
    assert is_at(1200, attempts=[attempt(1000)])
    assert is_open(attempts=[attempt(1000, 1300)], policy={"grouping": "visit"}) == (1000, 1900, True)


def test_a_gap_is_open_while_it_lasts():
    assert is_open(gaps=[Gap(at(1000), at(1100), GapKind.CLOSED)]) == (1000, 1099, False)
    assert is_open(gaps=[Gap(at(1000), None, GapKind.SILENT)]) == (1000, None)


def test_a_card_and_a_cable_keep_nobody_from_going_on():
    assert is_at(1100, TokenShown(at(1000), at(1000), "r", "T"))
    assert is_at(1100, status(1000, "Preparing"))


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
        instants = restarts(
            facts,
            Conclusions(**found),
            boundaries=[at(s) for s in boundaries],
            heard_at=None,
            policy=Policy(),
        )
        return [(instant - T0) / SECOND for instant in instants]

    assert quiet(3000, 500, 700) == [500, 700, 3000]
    gaps = [Gap(at(1000), at(1100), GapKind.CLOSED), Gap(at(2000), at(2100), GapKind.CLOSED)]
    assert quiet(2050, 1050, 1000, 1100, 2000, 3000, gaps=gaps) == [1000, 1100, 2000, 3000]
    assert quiet() == []
