"""
How long may a charger be silent, given what was agreed and how it really beats: definitions 4c O3a?

Frames go through the pipeline; whatever the way in which the interval was told, the answer is the same.
"""

import json
from collections import Counter
from itertools import product

import msgspec
import pytest

from chargeboard.domain.facts import PaceFound, Quiet
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy
from chargeboard.metrics.carry import Carry
from chargeboard.metrics.conclude import conclude
from chargeboard.metrics.restarts import restarts
from chargeboard.metrics.timeline.offline_periods import LinkCarry, advance, gaps, unsettled
from chargeboard.pipeline import StationState, restore, snapshot, step
from chargeboard.time.instants import SECOND

T0 = 1_760_299_200
HERE = {"component": {"name": "OCPPCommCtrlr"}, "variable": {"name": "HeartbeatInterval"}}


class Line:
    """A charger on a connection; times in seconds after T0."""

    def __init__(self, protocol="ocpp1.6", interval_s=300, *, policy=None):
        self.protocol = protocol
        self.policy = policy or Policy()
        self.state = StationState()
        self.facts = []
        self.ids = 0
        self.say(0, "ws", ["open", "c"])
        self.say(0, "in", [2, "b", "BootNotification", {}])
        self.say(0, "out", [3, "b", {"status": "Accepted", "currentTime": "", "interval": interval_s}])

    def say(self, at, direction, message):
        frame = Frame("CP", (T0 + at) * SECOND, direction, json.dumps(message), "c", self.protocol)
        self.state = restore(snapshot(self.state))
        self.facts += step(self.state, frame, self.policy)

    def beats(self, start, end, every):
        for at in range(start, end + 1, every):
            self.ids += 1
            self.say(at, "in", [2, f"h{self.ids}", "Heartbeat", {}])
            self.say(at, "out", [3, f"h{self.ids}", {"currentTime": ""}])
        return self

    def ask(self, at, action, payload, answer):
        self.ids += 1
        self.say(at, "out", [2, f"a{self.ids}", action, payload])
        self.say(at, "in", [3, f"a{self.ids}", answer])
        return self

    def change(self, at, seconds, status="Accepted"):
        if self.protocol == "ocpp1.6":
            return self.ask(
                at,
                "ChangeConfiguration",
                {"key": "HeartbeatInterval", "value": str(seconds)},
                {"status": status},
            )
        asked = {"setVariableData": [HERE | {"attributeValue": str(seconds)}]}
        return self.ask(
            at, "SetVariables", asked, {"setVariableResult": [HERE | {"attributeStatus": status}]}
        )

    def read(self, at, seconds):
        if self.protocol == "ocpp1.6":
            answer = {
                "configurationKey": [{"key": "HeartbeatInterval", "readonly": False, "value": str(seconds)}]
            }
            return self.ask(at, "GetConfiguration", {}, answer)
        result = HERE | {"attributeStatus": "Accepted", "attributeValue": str(seconds)}
        return self.ask(at, "GetVariables", {"getVariableData": [HERE]}, {"getVariableResult": [result]})

    def report(self, at, seconds):
        if self.protocol == "ocpp1.6":
            return self.read(at, seconds)
        data = [HERE | {"variableAttribute": [{"value": str(seconds)}]}]
        self.ids += 1
        self.say(
            at, "in", [2, f"r{self.ids}", "NotifyReport", {"requestId": 1, "seqNo": 0, "reportData": data}]
        )
        return self

    def gaps(self, now):
        facts = sorted(self.facts, key=lambda fact: (fact.at, fact.received_at))
        found = gaps(
            facts,
            LinkCarry(),
            heard_at=self.state.memory.links.heard_at,
            now=(T0 + now) * SECOND,
            policy=self.policy,
        )
        return [
            (gap.start // SECOND - T0, None if gap.end is None else gap.end // SECOND - T0) for gap in found
        ]


PROTOCOLS = ["ocpp1.6", "ocpp2.0.1", "ocpp2.1"]
WAYS = ["change", "read", "report"]
H = 3600


@pytest.mark.parametrize(("protocol", "way"), [*product(PROTOCOLS, WAYS)])
def test_a_longer_interval_is_heeded_however_it_was_told(protocol, way):
    line = Line(protocol, 60)
    getattr(line, way)(20, H)
    line.beats(30, 20 * H + 30, H)
    assert line.gaps(21 * H) == []


@pytest.mark.parametrize(("protocol", "way"), [*product(PROTOCOLS, WAYS)])
def test_a_shorter_interval_is_heeded_however_it_was_told(protocol, way):
    line = Line(protocol, H)
    getattr(line, way)(20, 300)
    line.beats(300, 10 * H, 300).beats(11 * H + 1800, 14 * H, 300)
    assert line.gaps(14 * H) == [(10 * H, 11 * H + 1800)]


@pytest.mark.parametrize("protocol", PROTOCOLS)
@pytest.mark.parametrize(
    "status", ["Rejected", "RebootRequired", "NotSupported", "NotSupportedAttributeType"]
)
def test_an_interval_that_was_not_accepted_is_not_heeded(protocol, status):
    line = Line(protocol, 300).change(20, 60, status).beats(300, 3000, 300)
    assert line.gaps(3600) == []
    assert line.gaps(3601) == [(3000, None)]


def test_the_latest_word_wins_whoever_says_it():
    line = Line(interval_s=60).change(10, H).read(20, 300)
    assert line.gaps(20 + 600) == []
    assert line.gaps(20 + 601) == [(20, None)]
    line.say(621, "in", [2, "b2", "BootNotification", {}])
    line.say(621, "out", [3, "b2", {"status": "Accepted", "interval": 1800}])
    assert line.gaps(621 + 3600) == [(20, 621)]


@pytest.mark.parametrize(("told", "every"), [*product([30, 60, 240], [300, 601, H, 3 * H])])
def test_a_charger_that_beats_slower_than_told_is_not_offline_between_its_beats(told, every):
    if every < 2 * told:
        return
    line = Line(interval_s=told).beats(10, 10 + 12 * every, every)
    last = 10 + 12 * every
    assert line.gaps(last + 2 * every) == []
    limit = 2 * (-(-every // 5) * 5)
    assert line.gaps(last + limit + 1) == [(last, None)]


def test_an_outage_among_slow_beats_is_one():
    line = Line(interval_s=60).beats(0, 10 * H, H).beats(15 * H, 24 * H, H)
    assert line.gaps(24 * H) == [(10 * H, 15 * H)]


def test_five_gaps_prove_a_pace_and_four_do_not():
    line = Line(interval_s=60).beats(10, 10 + 4 * H, H)
    assert len(line.gaps(10 + 4 * H)) == 4
    line.beats(10 + 5 * H, 10 + 5 * H, H)
    assert line.gaps(10 + 5 * H) == []


def test_a_silence_with_other_words_in_it_proves_no_pace():
    line = Line(interval_s=60)
    for n in range(10):
        line.beats(10 + n * H, 10 + n * H, H)
        line.say(1810 + n * H, "in", [2, f"d{n}", "DataTransfer", {"vendorId": "A"}])
    assert not any(isinstance(fact, PaceFound) for fact in line.facts)
    assert len(line.gaps(1810 + 9 * H)) == 19


def test_a_charger_that_beats_faster_again_is_held_to_what_it_agreed():
    line = Line(interval_s=60).beats(0, 6 * H, H)
    line.beats(6 * H + 50, 6 * H + 50 * 6, 50)
    last = 6 * H + 50 * 6
    assert line.gaps(last + 180) == []
    assert line.gaps(last + 181) == [(last, None)]


def test_pongs_come_first():
    line = Line(interval_s=60).beats(0, 6 * H, H)
    line.say(6 * H, "ws", ["pong", "c", 200])
    assert line.gaps(6 * H + 401) == [(6 * H, None)]


def test_an_agreed_interval_that_is_lowered_leaves_the_pace_that_was_seen():
    line = Line(interval_s=H).beats(0, 8 * H, H).change(8 * H + 10, 60)
    line.beats(9 * H, 12 * H, H)
    assert line.gaps(13 * H) == []


def test_a_day_before_is_as_good_as_its_carry():
    """What was concluded up to an instant at which nothing was open needs no facts from before it."""
    line = Line(interval_s=60).beats(10, 10 + 30 * H, H)
    facts = sorted(line.facts, key=lambda fact: (fact.at, fact.received_at))
    cut = (T0 + 12 * H + 5) * SECOND
    carry = advance(LinkCarry(), [fact for fact in facts if fact.at < cut], line.policy)
    assert carry.pace_s == H
    later = [fact for fact in facts if fact.at >= cut]
    assert (
        gaps(
            later, carry, heard_at=(T0 + 10 + 30 * H) * SECOND, now=(T0 + 31 * H) * SECOND, policy=line.policy
        )
        == []
    )


def test_a_silence_stays_unsettled_until_no_pace_can_come_of_it():
    beat = [Quiet(n * H * SECOND, (n + 1) * H * SECOND, (n + 1) * H * SECOND, True) for n in range(9)]  # noqa: FBT003
    policy = Policy()
    found = gaps(beat[:2], LinkCarry(60), heard_at=None, now=3 * H * SECOND, policy=policy)
    (first, second) = unsettled(beat[:2], found)
    assert first.end == 48 * H * SECOND + 1
    assert second.start == H * SECOND
    assert unsettled(beat, found)[0].end == 6 * H * SECOND + 1


def test_a_charger_as_agreed_leaves_no_facts_but_its_silences_and_a_count_of_each_day():
    line = Line(interval_s=300).beats(300, 6 * H, 300)
    kinds = Counter(type(fact).__name__ for fact in line.facts)
    assert {*kinds} == {"LinkOpened", "Booted", "IntervalSet", "Quiet", "ConversationCounted"}
    assert kinds["ConversationCounted"] == 1  # it goes on over one midnight
    assert len(msgspec.json.encode(line.state.memory.links.beats)) < 300


@pytest.mark.parametrize(("beats", "is_settled"), [(1, False), (4, False), (6, True)])
def test_no_day_is_closed_while_a_silence_may_turn_out_to_be_a_beat(beats, is_settled):
    """An hour between two beats, then beats 100 s apart: six of them leave it behind every pace to come."""
    line = Line(interval_s=60).beats(10, 10 + H, H).beats(110 + H, 10 + H + 100 * beats, 100)
    end = 10 + H + 100 * beats
    line.change(end + 1, 60)
    facts = sorted(line.facts, key=lambda fact: (fact.at, fact.received_at))
    now, heard_at = (T0 + end + 60) * SECOND, line.state.memory.links.heard_at
    found = conclude(
        facts, Carry(), start=T0 * SECOND, now=now, heard_at=heard_at, zone="UTC", policy=line.policy
    ).conclusions
    assert [gap.start for gap in found.gaps] == [(T0 + 10) * SECOND]
    (quiet,) = restarts(
        facts,
        found,
        boundaries=[(T0 + end) * SECOND],
        heard_at=heard_at,
        policy=line.policy,
    )
    assert quiet == (T0 + (end if is_settled else 10)) * SECOND
