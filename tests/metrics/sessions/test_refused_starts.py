"""Which answers refuse a start, and what is evidence of charging behind it (4c S7)."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy
from chargeboard.metrics.carry import Carry
from chargeboard.metrics.conclude import conclude
from chargeboard.pipeline import StationState, step
from chargeboard.time.instants import HOUR, instant_of

BEGIN = datetime.fromisoformat("2025-10-13T08:00:00+00:00")
POLICY = Policy(silence_detection=False)


def stamp(s):
    return (BEGIN + timedelta(seconds=s)).isoformat()


class Log:
    def __init__(self, protocol):
        self.is_v2 = protocol != "ocpp1.6"
        self.protocol, self.state, self.facts, self.calls = protocol, StationState(), [], 0

    def hear(self, s, direction, message):
        at = instant_of(BEGIN + timedelta(seconds=s))
        frame = Frame("CP1", at, direction, json.dumps(message), "A", self.protocol)
        self.facts += step(self.state, frame, POLICY)

    def call(self, s, action, payload, *answer, rx=None):
        """`answer`: a payload, or the code of an error; none: nobody answers."""
        self.calls += 1
        rx = s if rx is None else rx
        self.hear(rx, "in", [2, f"m{self.calls}", action, payload])
        for one in answer:
            self.hear(
                rx,
                "out",
                [4, f"m{self.calls}", one, "", {}] if isinstance(one, str) else [3, f"m{self.calls}", one],
            )
        return self

    def start(self, s, status, wh=1000, socket=1, card="T", **how):
        answers = [] if status is None else [status] if status == "InternalError" else None
        if self.is_v2:
            info = {"idTokenInfo": {"status": status}} if status else {}
            event = self.event(0, "Started", s, wh, socket, "EVConnected") | {
                "idToken": {"idToken": card, "type": "ISO14443"}
            }
            return self.call(
                s, "TransactionEvent", event, *(answers if answers is not None else [info]), **how
            )
        told = {"connectorId": socket, "idTag": card, "meterStart": wh, "timestamp": stamp(s)}
        info = {"transactionId": 0, "idTagInfo": {"status": status}}
        return self.call(s, "StartTransaction", told, *(answers if answers is not None else [info]), **how)

    def event(self, seq, kind, s, wh, socket, state):
        meter = [{"timestamp": stamp(s), "sampledValue": [{"value": wh}]}]
        return {
            "eventType": kind,
            "timestamp": stamp(s),
            "triggerReason": "Authorized",
            "seqNo": seq,
            "transactionInfo": {"transactionId": "X"} | ({"chargingState": state} if state else {}),
            "evse": {"id": socket, "connectorId": 1},
            "meterValue": meter,
        }

    def stop(self, s, wh=1000, **how):
        if self.is_v2:
            return self.call(s, "TransactionEvent", self.event(9, "Ended", s, wh, 1, ""), {}, **how)
        told = {"transactionId": 0, "meterStop": wh, "timestamp": stamp(s), "reason": "DeAuthorized"}
        return self.call(s, "StopTransaction", told, {}, **how)

    def sample(self, s, wh=None, watts=None):
        values = [{"value": f"{wh}"}] if wh is not None else []
        values += [{"value": f"{watts}", "measurand": "Power.Active.Import"}] if watts is not None else []
        if self.is_v2:
            event = self.event(2, "Updated", s, 0, 1, "")
            event["meterValue"] = [
                {"timestamp": stamp(s), "sampledValue": [v | {"value": float(v["value"])} for v in values]}
            ]
            return self.call(s, "TransactionEvent", event, {})
        meter = [{"timestamp": stamp(s), "sampledValue": values}]
        return self.call(s, "MeterValues", {"connectorId": 1, "meterValue": meter}, {})

    def status(self, s, status, socket=1):
        if not self.is_v2:
            told = {"connectorId": socket, "status": status, "errorCode": "NoError", "timestamp": stamp(s)}
        elif status in {"Charging", "SuspendedEV", "SuspendedEVSE"}:
            return self.call(s, "TransactionEvent", self.event(1, "Updated", s, 1000, socket, status), {})
        else:
            told = {"evseId": socket, "connectorId": 1, "connectorStatus": status, "timestamp": stamp(s)}
        return self.call(s, "StatusNotification", told, {})

    def concluded(self, hours=10):
        facts = sorted(self.facts, key=lambda fact: (fact.at, fact.received_at))
        now = instant_of(BEGIN) + hours * HOUR
        return conclude(
            facts, Carry(), start=facts[0].at, now=now, heard_at=None, zone="UTC", policy=POLICY
        ).conclusions

    def sessions(self, **more):
        return len(self.concluded(**more).sessions)

    def outcomes(self):
        return [one.outcome for one in self.concluded().attempts]


@pytest.fixture(params=["ocpp1.6", "ocpp2.0.1"])
def log(request):
    return Log(request.param).status(-600, "Available")


@pytest.mark.parametrize("status", ["Invalid", "Blocked", "Expired", "ConcurrentTx", "InternalError"])
def test_a_refused_start_alone_is_a_failed_attempt_and_nothing_else(log, status):
    found = log.start(0, status).concluded()
    outcome = "start_rejected" if status == "InternalError" else "auth_rejected"
    assert [one.outcome for one in found.attempts] == [outcome]
    assert (found.sessions, found.orphans, len(found.refused)) == ([], [], 1)
    assert {segment.state for segment in found.segments} == {"available"}


@pytest.mark.parametrize("status", ["Accepted", None])
def test_a_start_that_was_accepted_or_not_answered_is_a_session(log, status):
    assert log.start(0, status).sessions() == 1


def test_its_stop_is_no_orphan_in_time_or_late(log):
    for how in ({}, {"rx": 20_000}):
        found = log.start(0, "Invalid").stop(60, **how).concluded()
        assert (found.sessions, found.orphans) == ([], [])


@pytest.mark.parametrize("sign", ["Charging", "SuspendedEV"])
def test_charging_behind_it_makes_it_a_session(log, sign):
    assert log.start(0, "Invalid").status(5, sign).stop(600).sessions() == 1


def test_suspended_by_the_charger_does_not(log):
    assert log.start(0, "Invalid").status(5, "SuspendedEVSE").stop(600).sessions() == 0


def test_power_or_energy_behind_it_does(log):
    assert log.start(0, "Invalid").sample(300, watts=0).sessions() == 0
    assert log.sample(400, watts=7000).sessions() == 1


def test_a_register_that_rose_by_the_stop_does(log):
    assert log.start(0, "Invalid").stop(600, wh=1500).sessions() == 1


@pytest.mark.parametrize("free", ["Available", "Reserved", "Unavailable"])
def test_what_comes_after_the_socket_was_free_does_not(log, free):
    assert log.start(0, "Invalid").status(60, free).status(120, "Charging").sessions() == 0


def test_nor_what_comes_after_the_next_start():
    log = Log("ocpp1.6").status(-600, "Available").start(0, "Invalid", card="X")
    log.start(60, "Accepted", card="Y").status(61, "Charging")
    assert log.sessions() == 1
    assert log.outcomes()[0] == "auth_rejected"


def test_a_repeat_that_was_accepted_or_taken_accepts_it(log):
    assert log.start(0, "ConcurrentTx").start(0, "Accepted", rx=30).sessions() == 1
    taken = Log("ocpp2.0.1").start(0, "InternalError").start(0, "", rx=30)
    assert taken.sessions() == 1


def test_an_answer_about_the_card_comes_before_an_error(log):
    assert log.start(0, "InternalError").start(0, "Invalid", rx=30).outcomes() == ["auth_rejected"]


def test_it_bounds_a_lost_stop_like_any_start():
    log = Log("ocpp1.6").status(-600, "Available").start(-300, "Accepted", card="A").status(-299, "Charging")
    (session,) = log.start(0, "Invalid", card="B").concluded().sessions
    assert (session.end, session.end_inferred) == (instant_of(BEGIN), True)


def test_a_stop_without_its_id_is_the_refused_starts_while_another_session_runs():
    log = Log("ocpp1.6").start(-60, "Accepted", socket=2, card="A").start(0, "InternalError")
    told = {"transactionId": -1, "meterStop": 1000, "timestamp": stamp(30), "reason": "DeAuthorized"}
    found = log.call(30, "StopTransaction", told, {}).concluded(hours=1)
    assert found.orphans == []
    assert [(one.socket, one.end) for one in found.sessions] == [(2, None)]
