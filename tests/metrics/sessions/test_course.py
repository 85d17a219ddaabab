"""When a 2.x transaction charges whose events never say so (4c 1.3a)."""

from decimal import Decimal

import pytest

from chargeboard.domain.facts import Answered, Sampled, TransactionTold
from chargeboard.domain.policy import Policy
from chargeboard.metrics.sessions.course import course
from chargeboard.metrics.sessions.transactions import give_meter_values, transactions
from chargeboard.time.instants import SECOND

WAITS = [(0, "EVConnected")]


def told(*events, samples=(), answers=()):
    """The course in seconds; an event is (second, kind, trigger, token, chargingState, remoteStartId)."""
    facts = [
        TransactionTold(
            s * SECOND,
            s * SECOND,
            f"r{seq}",
            "X",
            kind,
            seq,
            trigger,
            charging_state=state,
            token=token,
            socket=1,
            remote_start_id=number,
        )
        for seq, (s, kind, trigger, token, state, number) in enumerate(events)
    ]
    facts += [Answered(facts[seq].at, facts[seq].at, f"r{seq}", status) for seq, status in answers]
    (found,), _ = transactions(facts, [1], Policy())
    give_meter_values(
        [found], [Sampled(s * SECOND, s * SECOND, 1, "X", **said) for s, said in samples], Policy()
    )
    return [(at // SECOND, state) for at, state in course(found, Policy())]


def event(s, kind, trigger="", token="", state="", number=None):
    return s, kind, trigger, token, state, number


@pytest.mark.parametrize("trigger", ["EVDetected", "CablePluggedIn"])
def test_a_car_or_a_cable_waits(trigger):
    assert told(event(0, "Started", trigger), event(90, "Ended", "EVDeparted")) == WAITS


@pytest.mark.parametrize("trigger", ["Authorized", "RemoteStart", "ChargingStateChanged", ""])
def test_any_other_start_says_nothing_and_charges(trigger):
    assert told(event(0, "Started", trigger)) == []


@pytest.mark.parametrize(
    "accepted",
    [
        event(20, "Updated", "Authorized"),
        event(20, "Updated", "RemoteStart"),
        event(20, "Updated", "Trigger", number=7),
        event(20, "Updated", "Trigger", "T"),
        event(20, "Updated", "ChargingRateChanged"),
    ],
)
def test_until_somebody_is_accepted_or_the_rate_changes(accepted):
    assert told(event(0, "Started", "CablePluggedIn"), accepted) == [*WAITS, (20, "Charging")]


def test_a_token_that_was_refused_is_not_accepted():
    begin, card = event(0, "Started", "CablePluggedIn"), event(20, "Updated", "Authorized", "T")
    assert told(begin, card, answers=[(1, "Blocked")]) == WAITS
    assert told(begin, card, answers=[(1, "Accepted")]) == [*WAITS, (20, "Charging")]


def test_a_token_that_stops_starts_nothing():
    stop = event(20, "Updated", "StopAuthorized", "T"), event(30, "Ended", "StopAuthorized", "T")
    assert told(event(0, "Started", "CablePluggedIn"), *stop) == WAITS


@pytest.mark.parametrize(
    ("samples", "at"),
    [
        ([(10, {"power_w": 0.0}), (20, {"power_w": 9.0})], 20),
        ([(10, {"power_w": 0.5}), (20, {"power_w": 9.0})], 10),
        (
            [
                (0, {"register_wh": Decimal(500)}),
                (10, {"register_wh": Decimal(500)}),
                (40, {"register_wh": Decimal(510)}),
            ],
            40,
        ),
    ],
)
def test_power_or_energy_shows_that_it_charges(samples, at):
    assert told(event(0, "Started", "EVDetected"), samples=samples) == [*WAITS, (at, "Charging")]


def test_a_register_that_began_with_a_placeholder_is_no_energy():
    samples = [
        (0, {"register_wh": Decimal(0)}),
        *((s, {"register_wh": Decimal(5_000_000)}) for s in (30, 60)),
    ]
    assert told(event(0, "Started", "CablePluggedIn"), samples=samples) == WAITS


def test_what_it_says_of_its_charging_counts_from_then_on():
    begin = event(0, "Started", "CablePluggedIn")
    assert told(begin, event(60, "Updated", "ChargingStateChanged", state="SuspendedEV")) == [
        *WAITS,
        (60, "SuspendedEV"),
    ]
    said = event(0, "Started", "CablePluggedIn", state="Charging")
    assert told(said) == [(0, "Charging")]
