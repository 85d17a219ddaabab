"""
Which error does a 1.6 status clear by name: definitions 4c E4a?

`Controller` tells errors as EVerest does: one status an error, and one for each that is over, with the
errorCode of the latest that stays. Whatever the order, each error is one report and one episode.
"""

import random

import pytest
from attempt_story import Story, at

from chargeboard.domain.conclusions import Episode
from chargeboard.domain.facts import StatusReported
from chargeboard.domain.policy import Policy
from chargeboard.metrics.attempts import attempts
from chargeboard.metrics.attempts.hearing import signals
from chargeboard.metrics.errors import episodes

CHARGEX, UEC, OTHER = "https://chargex.inl.gov", "org.charin.uec.v1", "ACME"
CODES = [
    ("GroundFailure", "CX002", CHARGEX),
    ("OverVoltage", "CX005", CHARGEX),
    ("OtherError", "CX014", CHARGEX),
    ("OtherError", "CX010", CHARGEX),
    ("OtherError", "evse_board_support/DiodeFault", OTHER),
    ("PowerSwitchFailure", "ContactorPosition", UEC),
    ("InternalError", "PowerModuleFault", UEC),
]


class Controller:
    def __init__(self):
        self.open, self.facts = {}, []

    def say(self, s, socket, status, error, vendor=("", ""), info=""):
        code, vendor_id = vendor
        self.facts.append(StatusReported(at(s), at(s), socket, status, error, code, vendor_id, info))

    def begin(self, s, socket, one):
        error, code, vendor_id = one
        self.open.setdefault(socket, []).append(one)
        self.say(s, socket, "Faulted", error, (code, vendor_id), "told")

    def end(self, s, socket, one, *, in_words=True):
        """`in_words`: its info says so too, which alone tells where two have one errorCode."""
        _, code, vendor_id = one
        stay = self.open[socket]
        stay.remove(one)
        status, error = ("Faulted", stay[-1][0]) if stay else ("Available", "NoError")
        self.say(s, socket, status, error, (code, vendor_id), f"Error {code} resolved" if in_words else "")


def found(facts, now=10**6, open_before=()):
    return episodes(facts, open_before=open_before, zone="UTC", now=at(now), policy=Policy())


def lasting(facts, **more):
    return sorted((e.socket, e.vendor_code, e.start, e.end) for e in found(facts, **more))


@pytest.mark.parametrize("seed", range(60))
def test_each_error_is_one_episode_whatever_the_order(seed):
    rng = random.Random(seed)
    station, expected, s = Controller(), [], 0
    waiting = [(socket, one) for socket in (1, 2) for one in rng.sample(CODES, rng.randint(2, 6))]
    begun = {}
    while waiting or begun:
        s += rng.randint(1, 500)
        if waiting and (not begun or rng.random() < 0.6):
            socket, one = waiting.pop(rng.randrange(len(waiting)))
            station.begin(s, socket, one)
            begun[socket, one] = s
        else:
            socket, one = rng.choice(list(begun))
            station.end(s, socket, one)
            expected.append((socket, one[1], at(begun.pop((socket, one))), at(s)))
    assert lasting(station.facts) == sorted(expected)
    assert all(sum(e.reports.values()) == 1 for e in found(station.facts))


@pytest.mark.parametrize("in_words", [True, False])
@pytest.mark.parametrize("seed", range(20))
def test_what_was_open_before_is_cleared_by_name_too(seed, in_words):
    rng = random.Random(seed)
    station = Controller()
    some = rng.sample([CODES[0], CODES[1], CODES[2], CODES[5], CODES[6]], 4)
    for s, one in enumerate(some):
        station.begin(s, 1, one)
    before = found(station.facts)
    cut = len(station.facts)
    ended = {}
    for s, one in enumerate(rng.sample(some, 4), 100):
        station.end(s, 1, one, in_words=in_words)
        ended[one[1]] = at(s)
    whole = found(station.facts)
    resumed = found(station.facts[cut:], open_before=before)
    assert {e.vendor_code: e.end for e in whole} == ended
    assert resumed == whole
    assert isinstance(before[0], Episode)


def test_an_error_that_is_said_again_is_a_report_and_clears_nothing():
    station = Controller()
    for s, one in enumerate((CODES[0], CODES[1], CODES[0], CODES[2], CODES[3], CODES[2])):
        station.say(s, 1, "Faulted", one[0], one[1:])
    counted = {e.vendor_code: sum(e.reports.values()) for e in found(station.facts)}
    assert counted == {"CX002": 2, "CX005": 1, "CX014": 2, "CX010": 1}
    assert not any(e.end for e in found(station.facts))


@pytest.mark.parametrize("status", ["Available", "Faulted", "Charging"])
def test_no_error_with_a_name_clears_that_one(status):
    station = Controller()
    station.begin(0, 1, CODES[0])
    station.begin(1, 1, CODES[5])
    station.say(2, 1, status, "NoError", CODES[5][1:])
    assert [(e.vendor_code, e.end) for e in found(station.facts)] == [
        ("CX002", None),
        ("ContactorPosition", at(2)),
    ]


def test_no_error_with_another_name_or_none_clears_all():
    for vendor in (("", ""), ("CX026", CHARGEX), ("0x0000", "ABB")):
        station = Controller()
        station.begin(0, 1, CODES[0])
        station.begin(1, 1, CODES[1])
        station.begin(1, 2, CODES[1])
        station.say(2, 1, "Available", "NoError", vendor)
        assert [(e.socket, e.end) for e in found(station.facts)] == [(1, at(2)), (1, at(2)), (2, None)]


def test_a_fault_that_is_told_with_no_error_may_be_said_again():
    """Some chargers report a fault with NoError and a code of their own (Q32)."""
    station = Controller()
    for s in (0, 100, 200):
        station.say(s, 1, "Faulted", "NoError", ("E7", "ACME"))
    (one,) = found(station.facts)
    assert (one.end, sum(one.reports.values())) == (None, 3)
    station.say(300, 1, "Available", "NoError", ("E7", "ACME"))
    assert [e.end for e in found(station.facts)] == [at(300)]


def test_a_resolution_of_what_was_never_seen_is_no_error():
    station = Controller()
    station.say(0, 1, "Faulted", "OverVoltage", ("CX002", CHARGEX), "Error CX002 resolved")
    assert found(station.facts) == []


def test_one_status_may_resolve_several():
    station = Controller()
    for s, one in enumerate(CODES[:3]):
        station.begin(s, 1, one)
    station.say(9, 1, "Faulted", "OtherError", ("CX002;CX005", CHARGEX))
    assert {e.vendor_code: e.end for e in found(station.facts)} == {
        "CX002": at(9),
        "CX005": at(9),
        "CX014": None,
    }


def test_what_is_over_does_not_decide_why_an_attempt_failed():
    """Leakage before the attempt, resolved in it: the driver gave up, and the charger is not to blame."""
    told = {"vendor_id": CHARGEX}
    story = Story().status(-900, 1, "Faulted", "GroundFailure", vendor_code="CX002", **told)
    story.status(-800, 1, "Available", "WeakSignal", vendor_code="CX007", **told)
    story.start(0)
    story.status(5, 1, "Charging", "WeakSignal", vendor_code="CX002", info="Error CX002 resolved", **told)
    assert story.stop(60, 0).unplug(70).outcomes() == ["user_cancelled"]


def test_an_attempt_knows_what_was_open_before_the_first_of_its_facts():
    before = Controller()
    before.begin(-900, 1, CODES[0])
    before.begin(-800, 1, CODES[1])
    story = Story().start(0)
    story.facts = [fact for fact in story.facts if fact.at >= at(0)]
    story.status(5, 1, "Charging", "OverVoltage", vendor_code="CX002", vendor_id=CHARGEX)
    story.stop(60, 0).unplug(70)
    sessions = list(story.sessions.values())
    (one,) = attempts(
        story.facts,
        signals(story.facts, sessions, [], (), Policy()),
        sessions,
        sockets=(1,),
        now=at(3600),
        policy=Policy(),
        open_before=found(before.facts),
    )
    assert one.outcome == "user_cancelled"


def test_a_warning_is_cleared_by_its_name_too():
    station = Controller()
    station.say(0, 1, "Available", "WeakSignal", ("CX007", CHARGEX))
    station.say(1, 1, "Charging", "HighTemperature", ("CX018", CHARGEX))
    station.say(2, 1, "Charging", "NoError", ("CX007", CHARGEX))
    assert [(e.vendor_code, e.end) for e in found(station.facts)] == [("CX007", at(2)), ("CX018", None)]
