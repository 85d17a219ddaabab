"""At which instants may time alone change what is told of a charger?"""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from chargeboard.domain.codes import GapKind, Outcome
from chargeboard.domain.conclusions import Attempt, Conclusions, Gap, Session
from chargeboard.domain.facts import HeartbeatHeard, StatusReported
from chargeboard.domain.policy import Policy
from chargeboard.domain.reasons import Because, Reason
from chargeboard.domain.transitions import Cause
from chargeboard.history.lasting import dues, true_until
from chargeboard.history.tail import Tail
from chargeboard.metrics.carry import Carry
from chargeboard.metrics.conclude import Found
from chargeboard.metrics.timeline.offline_periods import LinkCarry
from chargeboard.time.instants import HOUR, MINUTE, NEVER, SECOND, instant_of

T0 = instant_of(datetime(2026, 11, 20, 10, tzinfo=UTC)) + 1
"""An odd number of microseconds, that a bound may be off by one."""
POLICY = Policy(silence_detection=False)
MIDNIGHT = T0 - 1 + 14 * HOUR


def at(seconds):
    return T0 + round(seconds * SECOND)


def late(*, facts=(), heard=None, ahead=NEVER, statuses=(), link=None, **found):
    """`facts` and `heard` in seconds."""
    return Tail(
        begin=at(-HOUR),
        stored_until=at(-HOUR),
        found=Found(Conclusions(**found), {}, {}),
        carry=Carry(link=link or LinkCarry(), statuses=statuses),
        heard_at=None if heard is None else at(heard),
        protocol="ocpp1.6",
        read=lambda: [HeartbeatHeard(at(s), at(s)) for s in facts],
        ahead=ahead,
    )


def due(tail, cause, now=0, policy=POLICY):
    """When something is due for a cause; None: nothing is."""
    found = [one.at for one in dues(tail, policy, at(now)) if one.cause == cause]
    assert len(found) <= 1
    return found[0] if found else None


def session(start, end=None, socket=1):
    return Session(
        key=f"{start}",
        socket=socket,
        start=at(start),
        end=None if end is None else at(end),
        energy_wh=Decimal(0),
        reason=None,
    )


def pending(start, outcome=Outcome.PENDING):
    return Attempt(start=at(start), socket=1, end=None, outcome=outcome, because=Reason(Because.WAITING))


def test_without_anything_the_next_local_midnight_is_due():
    assert [(one.at, one.cause) for one in dues(late(), POLICY, at(0))] == [(MIDNIGHT, Cause.NEW_DAY)]
    assert true_until(late(), POLICY, MIDNIGHT - 1) == MIDNIGHT
    assert true_until(late(), POLICY, MIDNIGHT) == MIDNIGHT + 24 * HOUR
    berlin = Policy(timezone="Europe/Berlin", silence_detection=False)
    assert true_until(late(), berlin, at(0)) == MIDNIGHT - HOUR


def test_what_happens_at_this_instant_counts_in_the_next():
    heard, told = late(heard=0), late(facts=[-5, 0])
    for tail in (heard, told):
        assert due(tail, Cause.THIS_INSTANT) == at(0) + 1
        assert due(tail, Cause.THIS_INSTANT, now=1) is None
    assert due(late(facts=[0, 5]), Cause.THIS_INSTANT) is None


def test_a_fact_that_lies_ahead_is_due_when_it_happens():
    assert due(late(ahead=at(90)), Cause.CLOCK_AHEAD) == at(90)
    assert due(late(ahead=at(0)), Cause.CLOCK_AHEAD) is None


def test_a_closed_link_is_due_when_its_grace_is_over():
    tail = late(link=LinkCarry(closed_at=at(-20)))
    assert due(tail, Cause.RECONNECT_GRACE) == at(40) + 1
    assert due(tail, Cause.RECONNECT_GRACE, now=41) is None
    assert due(late(), Cause.RECONNECT_GRACE) is None


def test_silence_is_due_when_its_limit_is_over_where_it_is_watched():
    tail = late(heard=-30, link=LinkCarry(interval_s=300))
    assert due(tail, Cause.SILENCE, policy=Policy()) == at(570) + 1
    assert due(tail, Cause.SILENCE) is None
    assert due(late(), Cause.SILENCE, policy=Policy()) is None


def test_a_gap_is_due_when_it_is_long_where_that_is_listed():
    tail = late(gaps=[Gap(at(-60), None, GapKind.CLOSED)])
    listed = Policy(silence_detection=False, list_communication_errors=True)
    assert due(tail, Cause.LONG_GAP, policy=listed) == at(14 * 60)
    assert due(tail, Cause.LONG_GAP) is None


def test_what_an_attempt_waits_for_is_due_when_the_next_fact_is_of_that_age():
    tail = late(facts=[-301, -300, -299, -10], attempts=[pending(-300)])
    assert due(tail, Cause.ATTEMPT_WINDOW) == at(1)
    assert due(tail, Cause.ATTEMPT_WINDOW, now=1) == at(290)
    assert due(tail, Cause.ATTEMPT_WINDOW, now=290) is None
    decided = late(facts=[-10], attempts=[pending(-300, Outcome.SUCCESS)])
    assert due(decided, Cause.ATTEMPT_WINDOW) is None


@pytest.mark.parametrize(
    ("status", "socket", "is_due"), [("Available", 1, True), ("Charging", 1, False), ("Available", 2, False)]
)
def test_an_available_at_the_socket_of_a_running_session_is_due_when_it_has_stood(status, socket, is_due):
    said = StatusReported(at(-20), at(-20), socket, status)
    tail = late(facts=[-40, -20], statuses=(said,), sessions=[session(-40)])
    assert due(tail, Cause.STOP_GRACE) == (at(260) if is_due else None)
    over = late(facts=[-40, -20], statuses=(said,), sessions=[session(-40, -30)])
    assert due(over, Cause.STOP_GRACE) is None


def test_a_refused_start_waits_as_a_session_does():
    said = StatusReported(at(-20), at(-20), 1, "Available")
    tail = late(facts=[-20], statuses=(said,), refused=[session(-40)])
    assert due(tail, Cause.STOP_GRACE) == at(280)


def test_a_running_session_is_due_when_two_days_of_hearing_have_passed_since_the_next_sign():
    tail = late(facts=[-40, -20], sessions=[session(-40), session(-30, socket=2)])
    two_days = 48 * 3600
    assert due(tail, Cause.STALE) == at(two_days - 40)
    # the session itself has been it: now each fact may
    assert due(tail, Cause.STALE, now=two_days - 40) == at(two_days - 20)
    assert due(tail, Cause.STALE, now=two_days - 20) is None
    early = late(facts=[-20], sessions=[session(-40)])
    assert due(early, Cause.STALE) == at(two_days - 40)
    away = late(
        facts=[-40, -20],
        sessions=[session(-40)],
        gaps=[Gap(at(0), at(3600), GapKind.CLOSED), Gap(at(3000), at(7200), GapKind.COLLECTOR)],
    )
    assert due(away, Cause.STALE, now=two_days - 40) == at(two_days - 40 + 7200)


def test_the_next_of_all_dues_is_until_when_all_stays_true():
    tail = late(
        facts=[-10],
        heard=-10,
        link=LinkCarry(interval_s=300),
        attempts=[pending(-10)],
        sessions=[session(-10)],
    )
    found = dues(tail, Policy(), at(0))
    assert found == sorted(found)
    assert true_until(tail, Policy(), at(0)) == at(290)
    assert [one.cause for one in found] == [
        Cause.ATTEMPT_WINDOW,
        Cause.SILENCE,
        Cause.NEW_DAY,
        Cause.STALE,
    ]
    assert found[1].at == at(590) + 1
    assert found[-1].at == at(-10) + 48 * 60 * MINUTE
