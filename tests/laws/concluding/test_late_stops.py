"""Late stop: whether a stop comes in time, late or never changes no count of attempts (4c A1b, S5, S7)."""

from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st
from lives import BIRTH, DAY, HOUR
from standing_desk import desk, seen, unlike
from test_conclusions import concluded

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy
from chargeboard.time.instants import SECOND, text_of
from long_run import IS_LONG
from projecting import projector_of

DONE, LATE, LOST = "in time", "late", "lost"
POLICY = Policy(silence_detection=False)
TOKENS = st.sampled_from(["A", "A", "B", ""])
SEEN = st.lists(st.sampled_from(["Charging", "SuspendedEV", "Finishing", "Preparing"]), max_size=2)


@st.composite
def plug_ins(draw):
    """Plug-ins of one socket with their transactions: who, how long, what is seen behind start and end."""
    transactions = st.tuples(TOKENS, st.integers(20, 3000), SEEN, SEEN, st.integers(5, 900))
    out = st.sampled_from(["Available", "Reserved", "Unavailable"])
    plug_in = st.tuples(st.lists(transactions, min_size=1, max_size=4), out, st.integers(400, 4000))
    return draw(st.lists(plug_in, min_size=1, max_size=3))


class Teller:
    """Tells plug-ins in 1.6 or 2.0.1; `fate` says what becomes of each stop."""

    def __init__(self, fate, *, is_v2, answers=(), gap_s=0):
        self.fate, self.is_v2, self.answers, self.gap_s = list(fate), is_v2, list(answers), gap_s
        self.now, self.number, self.register = BIRTH, 0, 1000
        self.frames: list[Frame] = []
        self.queued: list[tuple[str, dict[str, object]]] = []
        self.calls = 0

    def say(self, action, payload, answer):
        self.calls += 1
        protocol = "ocpp2.0.1" if self.is_v2 else "ocpp1.6"
        for direction, message in (
            ("in", [2, f"m{self.calls}", action, payload]),
            ("out", [3, f"m{self.calls}", answer]),
        ):
            self.frames.append(Frame("CP1", self.now, direction, json.dumps(message), "A", protocol))

    def wait(self, seconds):
        self.now += seconds * SECOND

    def status(self, status):
        stamp = text_of(self.now)
        if not self.is_v2:
            told = {"connectorId": 1, "status": status, "errorCode": "NoError", "timestamp": stamp}
        elif status in {"Charging", "SuspendedEV", "Finishing", "Preparing"}:
            told = {"evseId": 1, "connectorId": 1, "connectorStatus": "Occupied", "timestamp": stamp}
        else:
            told = {"evseId": 1, "connectorId": 1, "connectorStatus": status, "timestamp": stamp}
        self.say("StatusNotification", told, {})

    def event(self, event, trigger, seq_no, token):
        meter = [{"timestamp": text_of(self.now), "sampledValue": [{"value": self.register}]}]
        return {
            "eventType": event,
            "triggerReason": trigger,
            "seqNo": seq_no,
            "timestamp": text_of(self.now),
            "transactionInfo": {"transactionId": f"X{self.number}", "chargingState": "Charging"},
            "evse": {"id": 1, "connectorId": 1},
            "meterValue": meter,
        } | ({"idToken": {"idToken": token, "type": "ISO14443"}} if token else {})

    def start(self, token):
        self.number += 1
        status = self.answers.pop(0) if self.answers else "Accepted"
        if self.is_v2:
            told = self.event("Started", "Authorized", 0, token)
            self.say("TransactionEvent", told, {"idTokenInfo": {"status": status}} if token else {})
            return
        told = {"connectorId": 1, "idTag": token, "meterStart": self.register, "timestamp": text_of(self.now)}
        self.say("StartTransaction", told, {"transactionId": self.number, "idTagInfo": {"status": status}})

    def stop(self):
        fate = self.fate.pop(0) if self.fate else DONE
        self.register += 500
        if self.is_v2:
            action, told = "TransactionEvent", self.event("Ended", "EVDeparted", 1, "")
        else:
            action = "StopTransaction"
            told = {"transactionId": self.number, "meterStop": self.register, "timestamp": text_of(self.now)}
        if fate == DONE:
            self.say(action, told, {})
        elif fate == LATE:
            self.queued.append((action, told))

    def story(self, plug_ins):
        self.status("Available")
        for transactions, out, gap in plug_ins:
            self.wait(60)
            self.status("Preparing")
            for token, lasting, meanwhile, after, pause in transactions:
                self.wait(5)
                self.start(token)
                for word in meanwhile:
                    self.wait(3)
                    self.status(word)
                self.wait(lasting)
                self.stop()
                for word in after:
                    self.wait(2)
                    self.status(word)
                self.wait(pause)
            self.status(out)
            self.wait(gap + self.gap_s)
            self.status("Available")
        self.wait(6 * HOUR)
        for action, told in self.queued:
            self.wait(5)
            self.say(action, told, {})
        return self.frames


@given(plug_ins(), st.lists(st.sampled_from([DONE, LATE, LOST]), max_size=12), st.booleans())
def test_what_becomes_of_the_stops_changes_no_count_of_attempts(plug_ins, fate, is_v2):
    def starts(fates):
        frames = Teller(fates, is_v2=is_v2).story(plug_ins)
        found = concluded(frames, POLICY, frames[-1].received_at + 100 * HOUR * SECOND)
        return [(one.start, one.socket) for one in found.conclusions.attempts]

    assert starts(fate) == starts([]) == starts([LATE] * len(fate))


@given(plug_ins(), st.booleans())
def test_an_attempt_of_a_plug_in_is_a_card(plug_ins, is_v2):
    frames = Teller([], is_v2=is_v2).story(plug_ins)
    found = concluded(frames, POLICY, frames[-1].received_at + HOUR * SECOND)
    assert len(found.conclusions.attempts) == sum(
        _cards([token for token, *_ in transactions]) for transactions, *_ in plug_ins
    )


def _cards(tokens):
    """How many attempts the starts of one plug-in are: a start without a card goes with any other."""
    attempts: list[set[str]] = []
    for token in tokens:
        same = [one for one in attempts if not token or token in one or "" in one]
        if same:
            same[-1].add(token)
        else:
            attempts.append({token})
    return len(attempts)


@settings(max_examples=20 if IS_LONG else 8)
@given(
    plug_ins(),
    st.lists(st.sampled_from([DONE, LATE, LOST]), max_size=6),
    st.lists(st.sampled_from(["Accepted", "Invalid", "Blocked"]), max_size=6),
    st.booleans(),
)
def test_frame_by_frame_over_days_is_as_in_one_batch(plug_ins, fate, answers, is_v2):
    frames = Teller(fate, is_v2=is_v2, answers=answers, gap_s=DAY).story(plug_ins)
    at = frames[-1].received_at + HOUR * SECOND
    with desk(POLICY) as one, desk(POLICY) as other:
        one.store.append(frames)
        projector_of(one).refresh("CP1")
        for frame in frames:
            other.store.append([frame])
            projector_of(other).refresh("CP1")
        assert unlike(seen(one, at), seen(other, at)) == []
