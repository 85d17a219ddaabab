import json
from collections import Counter
from itertools import takewhile

import pytest

from chargeboard.demo.load.life import life
from chargeboard.demo.load.mix import Mix, place_of, slow_by_s
from chargeboard.time.instants import HOUR, MINUTE
from instants import instant

NOW = instant("2026-03-04T10:00:00Z")
MANY = range(400)


def said(number, mix, hours):
    frames = takewhile(lambda frame: frame.received_at < NOW + hours * HOUR, life(number, mix, NOW))
    return list(frames)


def calls(frames):
    return [
        (frame, *json.loads(frame.text)[2:])
        for frame in frames
        if frame.direction == "in" and frame.text.startswith("[2,")
    ]


def test_the_protocols_are_mixed_as_the_mix_says():
    protocols = Counter(place_of(number, Mix(ocpp201=0.25)).protocol for number in MANY)
    assert protocols["ocpp2.0.1"] == pytest.approx(100, abs=25)


def test_a_charger_connects_boots_and_tells_its_status_first():
    first, *rest = said(1, Mix(), 1)
    assert json.loads(first.text)[0] == "open"
    assert [action for _, action, _ in calls(rest)[:2]] == ["BootNotification", "StatusNotification"]


def test_where_nobody_charges_heartbeats_come_as_often_as_the_mix_says():
    actions = Counter(action for _, action, _ in calls(said(1, Mix(utilization=0, heartbeat_s=60), 2)))
    assert actions["Heartbeat"] == pytest.approx(120, abs=4)
    assert set(actions) == {"BootNotification", "StatusNotification", "Heartbeat"}


def test_heartbeats_of_chargers_that_are_switched_on_together_are_spread_from_the_first_minute_on():
    minutes = Counter(
        (frame.received_at - NOW) // MINUTE
        for number in range(100)
        for frame, action, _ in calls(said(number, Mix(utilization=0, losses_a_day=0.001), 0.25))
        if action == "Heartbeat"
    )
    assert all(10 < minutes[minute] < 32 for minute in range(14)), minutes


@pytest.mark.parametrize("utilization", [0.1, 0.5])
def test_cars_are_on_the_cable_for_as_much_of_the_time_as_the_mix_says(utilization):
    mix = Mix(utilization=utilization, ocpp201=0, dc=1, faults=0, losses_a_day=0.001)
    taken = whole = 0
    for number in range(60):
        since, is_taken = NOW, False
        for frame, action, payload in calls(said(number, mix, 24)):
            if action == "StatusNotification":
                taken += is_taken * (frame.received_at - since)
                since, is_taken = frame.received_at, payload["status"] != "Available"
        whole += since - NOW
    assert taken / whole == pytest.approx(utilization, abs=0.07)


@pytest.mark.parametrize(
    "mix",
    [
        Mix(losses_a_day=0.001),
        Mix(losses_a_day=0.001, utilization=0.5, sample_s=30),
        Mix(losses_a_day=0.001, utilization=0.05, heartbeat_s=900, sample_s=300),
    ],
    ids=["as it is", "busy", "slow"],
)
def test_as_many_calls_come_as_are_reckoned_with(mix):
    chargers, hours = 60, 24
    come = sum(len(calls(said(number, mix, hours))) for number in range(chargers))
    assert come == pytest.approx(chargers * hours * 3600 * mix.calls_s, rel=0.12)


def test_what_was_said_of_a_transaction_while_the_link_was_lost_comes_after_it():
    mix = Mix(losses_a_day=48, loss_s=900, utilization=0.9, sample_s=30, ocpp201=0, faults=0)
    late = 0
    for number in range(5):
        frames = said(number, mix, 6)
        assert any('["close"' in frame.text for frame in frames)
        for frame, action, payload in calls(frames):
            if action == "MeterValues":
                late += frame.received_at - instant(payload["meterValue"][0]["timestamp"]) > MINUTE
    assert late > 20


def test_the_same_share_of_clocks_is_wrong_by_as_much_as_the_mix_says():
    slow = Counter(slow_by_s(number, Mix(slow_clocks=0.5, slow_by_s=120)) for number in MANY)
    assert set(slow) == {0, 120}
    assert slow[120] == pytest.approx(200, abs=40)


def test_faults_are_of_the_visits_that_the_mix_names():
    def faults(share):
        mix = Mix(faults=share, ocpp201=0, utilization=0.5, dc=1)
        return sum('"Faulted"' in frame.text for number in range(10) for frame in said(number, mix, 24))

    assert faults(0) == 0
    assert faults(0.8) > 40


@pytest.mark.parametrize(
    ("ocpp201", "begins", "ends"), [(0, "StartTransaction", "StopTransaction"), (1, "Started", "Ended")]
)
def test_sessions_begin_are_metered_and_end_in_both_protocols(ocpp201, begins, ends):
    mix = Mix(ocpp201=ocpp201, utilization=0.5, dc=1, faults=0, losses_a_day=0.001)
    kinds = Counter(
        payload["eventType"] if action == "TransactionEvent" else action
        for number in range(10)
        for _, action, payload in calls(said(number, mix, 12))
    )
    assert kinds[begins] > 20
    assert kinds[begins] - kinds[ends] <= 10 + 0.05 * kinds[begins]
    assert kinds["Updated" if ocpp201 else "MeterValues"] > 10 * kinds[begins]
