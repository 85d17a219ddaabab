"""From which checkpoint does a look go on, and what was heard by then?"""

import json

import msgspec
import pytest

from chargeboard.domain.conclusions import Checkpoint
from chargeboard.domain.facts import Booted, Quiet
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.domain.records import NotKeptError, Progress, Stored
from chargeboard.history.checkpoints import carry_of, checkpoint_for, conclusions_version
from chargeboard.history.last_heard import heard_by_then
from chargeboard.metrics.carry import Carry
from chargeboard.time.instants import BEGINNING, HOUR, MINUTE, SECOND

PROFILE = Profile(id="C")
NOW = 1_795_000_000 * SECOND + 1
QUARTER = 15 * MINUTE


class Shelf:
    """A store that holds checkpoints at instants, each of what was received by then."""

    def __init__(self, *instants):
        self.held = [Checkpoint(at=at, received_until=at + 5, carry=b"") for at in instants]
        self.asked = []

    def checkpoint(self, station, until, known_at):
        self.asked.append((station, until, known_at))
        return next((one for one in reversed(self.held) if one.at <= until), None)


def progress(**more):
    return Progress(station="C", **({"conclusions_version": conclusions_version(PROFILE)} | more))


def found(shelf, at=NOW, whole_since=BEGINNING, **more):
    return checkpoint_for(shelf, PROFILE, progress(**more), at, known_at=at, whole_since=whole_since)


def test_a_look_goes_on_from_the_latest_checkpoint_a_quarter_of_an_hour_before_it():
    shelf = Shelf(NOW - HOUR, NOW - QUARTER, NOW - QUARTER + 1)
    assert found(shelf).at == NOW - QUARTER
    assert shelf.asked == [("C", NOW - QUARTER, NOW)]
    assert found(Shelf()) is None


def test_what_was_learned_since_or_made_by_other_rules_makes_a_look_begin_earlier():
    shelf = Shelf(NOW - HOUR, NOW - 30 * MINUTE)
    assert found(shelf, dirty_from=NOW - 40 * MINUTE).at == NOW - HOUR
    assert found(shelf, dirty_from=NOW - 30 * MINUTE).at == NOW - 30 * MINUTE
    assert found(shelf, dirty_from=NOW).at == NOW - 30 * MINUTE
    shelf.asked.clear()
    assert found(shelf, conclusions_version="another") is None
    assert shelf.asked == []
    other = Profile(id="C", policy=Policy(min_session_s=5))
    assert conclusions_version(other) != conclusions_version(PROFILE)


def test_where_evidence_was_let_go_of_a_look_goes_on_from_the_checkpoint_that_was_kept_there():
    kept = NOW - HOUR
    assert found(Shelf(kept), whole_since=kept).at == kept
    assert found(Shelf(kept), at=kept, whole_since=kept).at == kept
    assert found(Shelf(kept), whole_since=kept, conclusions_version="another").at == kept
    assert found(Shelf(kept, NOW - 30 * MINUTE), whole_since=kept).at == NOW - 30 * MINUTE


@pytest.mark.parametrize(
    ("instants", "at", "since"),
    [
        ((NOW - HOUR,), NOW - HOUR - 1, NOW - HOUR + 5),
        ((), NOW, NOW - HOUR),
        ((NOW - HOUR,), NOW - 2 * HOUR, NOW - HOUR + 5),
    ],
)
def test_a_look_at_what_is_not_kept_says_since_when_it_is(instants, at, since):
    with pytest.raises(NotKeptError) as raised:
        found(Shelf(*instants), at=at, whole_since=NOW - HOUR)
    assert (raised.value.station, raised.value.since) == ("C", since)


def test_what_is_carried_over_a_checkpoint_is_what_was_put_there():
    carry = Carry(sockets={1: 5}, loose={"a": 7})
    checkpoint = Checkpoint(at=1, received_until=1, carry=msgspec.msgpack.encode(carry))
    assert (carry_of(checkpoint), carry_of(None)) == (carry, Carry())


class Journal:
    """Frames of a charger, and facts where frames were let go of."""

    def __init__(self, *frames, facts=()):
        self.kept = [
            Stored(n, Frame("C", at, direction, json.dumps(said), "A", "ocpp1.6"))
            for n, (at, direction, said) in enumerate(frames)
        ]
        self.told, self.asked = list(facts), []

    def frames_in(self, station, span, *, newest_first):
        self.asked.append(span)
        assert newest_first
        found = [one for one in self.kept if one.frame.received_at in span]
        return iter([found[::-1]] if found else [])

    def facts(self, station, span):
        return [fact for fact in self.told if fact.at in span]


HELLO, ANSWER = [2, "1", "Heartbeat", {}], [3, "1", {}]


@pytest.mark.parametrize(
    ("frame", "is_heard"),
    [
        ((NOW, "in", HELLO), True),
        ((NOW + 1, "in", HELLO), False),
        ((NOW, "out", ANSWER), False),
        ((NOW, "ws", ["open", "A"]), True),
        ((NOW, "ws", ["pong", "A"]), True),
        ((NOW, "ws", ["close", "A"]), False),
        ((NOW - 99 * HOUR, "in", HELLO), True),
    ],
)
def test_the_last_frame_that_came_by_an_instant_is_the_last_sign_of_life(frame, is_heard):
    assert heard_by_then(Journal(frame), "C", NOW) == (frame[0] if is_heard else None)


def test_the_minute_before_is_looked_at_first():
    journal = Journal((NOW - 5 * MINUTE, "in", HELLO), (NOW - MINUTE, "in", HELLO), (NOW, "out", ANSWER))
    assert heard_by_then(journal, "C", NOW) == NOW - MINUTE
    assert [(span.start, span.end) for span in journal.asked] == [(NOW - MINUTE, NOW + 1)]
    before = Journal((NOW - MINUTE - 1, "in", HELLO))
    assert heard_by_then(before, "C", NOW) == NOW - MINUTE - 1
    assert len(before.asked) == 2


def test_what_another_system_told_of_a_charger_is_no_sign_of_its_life():
    """It was heard itself only behind the moment."""
    rows = [(NOW - 9, "row", ["sessions", "sessions", {}]), (NOW - 5, "row", ["sessions", "sessions", {}])]
    told = [Booted(NOW - 9, NOW - 9), Booted(NOW - 5, NOW - 5)]
    assert heard_by_then(Journal(*rows, facts=told), "C", NOW) is None
    # what was let go of since was heard before them
    assert heard_by_then(Journal(*rows, facts=[Booted(NOW - 99, NOW - 99), *told]), "C", NOW) == NOW


@pytest.mark.parametrize(
    ("facts", "heard"),
    [
        ([Quiet(NOW - 9, NOW + 9, NOW + 9)], NOW - 9),
        ([Quiet(NOW - 9, NOW, NOW)], NOW),
        ([Quiet(NOW - 99, NOW - 50, NOW - 50), Booted(NOW - 9, NOW - 9)], NOW),
        ([Booted(NOW - 9, NOW - 9)], NOW),
        ([Booted(NOW - 9, NOW + 9)], None),
        ([Quiet(NOW - 61 * 24 * HOUR, NOW + 9, NOW + 9)], None),
        ([], None),
    ],
)
def test_where_frames_were_let_go_of_a_silence_is_told_by_its_fact(facts, heard):
    assert heard_by_then(Journal(facts=facts), "C", NOW) == heard
