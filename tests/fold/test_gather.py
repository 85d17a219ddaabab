"""What does one more frame add to what is known?"""

from decimal import Decimal

import pytest

from chargeboard.domain.codes import OddityKind
from chargeboard.domain.facts import (
    Booted,
    HeartbeatHeard,
    IntervalSet,
    LinkOpened,
    OddityFound,
    PingAnswered,
    Quiet,
    Sampled,
    StatusReported,
    TokenShown,
)
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy
from chargeboard.domain.reasons import Oddity, Reason
from chargeboard.fold import Memory, apply, drop_told, pending
from chargeboard.time.instants import HOUR, MINUTE, NEVER, SECOND

POLICY = Policy()
STRAY = (Reason(Oddity.STATUS_STAMP_NOT_BELIEVED),)


class Station:
    """Frames to one memory; each gives the facts beside those of its connection."""

    def __init__(self):
        self.memory = Memory()

    def hear(self, at, *events, direction="in", protocol=""):
        frame = Frame("CP1", at, direction, "[]", "A", protocol)
        return apply(self.memory, frame, list(events), POLICY)


@pytest.fixture
def station():
    station = Station()
    assert station.hear(0) == [LinkOpened(0, 0, "A")]
    return station


def odd(at, kind=OddityKind.CLOCK, rule="T5", count=1):
    return OddityFound(at, at, kind, STRAY, "", rule, count)


def status(at, socket=1):
    return StatusReported(at, at, socket, "Charging")


def test_what_needs_no_memory_is_a_fact_as_it_is(station):
    sample = Sampled(5, 5, 1, None, Decimal(10))
    shown, booted = TokenShown(5, 5, "m1", "t:1"), Booted(5, 5)
    assert station.hear(5, sample, shown, booted) == [sample, shown, booted]


def test_a_heartbeat_is_a_sign_of_life_and_no_fact(station):
    assert station.hear(5, HeartbeatHeard(5, 5)) == []
    assert station.memory.links.beat_at == 5
    assert station.hear(6, HeartbeatHeard(6, 6), odd(6)) == [odd(6)]


def test_what_we_say_is_no_sign_of_life(station):
    assert station.hear(10 * MINUTE, direction="out") == []
    assert station.memory.links.heard_at == 0
    assert station.hear(11 * MINUTE) == [Quiet(0, 11 * MINUTE, 11 * MINUTE)]


@pytest.mark.parametrize(
    ("between", "is_news"),
    [
        (TokenShown(5, 5, "m1", "t:1"), True),
        (Booted(5, 5), True),
        (IntervalSet(5, 5, 300), True),
        (PingAnswered(5, 5, None), True),
        (Sampled(5, 5, 1, None, Decimal(10)), False),
        (HeartbeatHeard(5, 5), False),
        (odd(5), False),
    ],
)
def test_a_repeated_status_is_news_only_behind_what_rules_order_it_by(station, between, is_news):
    station.hear(1, status(1))
    station.hear(5, between)
    assert station.hear(6, status(6)) == ([status(6)] if is_news else [])


def test_repeats_become_a_fact_with_the_first_frame_after_their_minute(station):
    station.hear(1 * SECOND, status(1 * SECOND))
    station.hear(2 * SECOND, status(2 * SECOND))
    (held,) = pending(station.memory)
    assert station.hear(60 * SECOND) == []
    assert station.hear(61 * SECOND, direction="out") == [held]
    assert pending(station.memory) == []
    assert station.memory.held_until == NEVER


@pytest.mark.parametrize("kind", [OddityKind.QUARANTINED, OddityKind.REPAIRED])
def test_text_that_was_not_readable_is_told_each_time(station, kind):
    assert [station.hear(at, odd(at, kind)) for at in (1, 2)] == [[odd(1, kind)], [odd(2, kind)]]


def test_other_oddities_of_one_cause_are_told_at_once_and_then_counted_once_an_hour(station):
    assert station.hear(1, odd(1)) == [odd(1)]
    assert station.hear(2, odd(2)) == station.hear(3, odd(3)) == []
    assert station.hear(4, odd(4, rule="T7")) == [odd(4, rule="T7")]
    (held,) = pending(station.memory)
    assert (held.at, held.count) == (2, 2)
    told = station.hear(1 + HOUR)
    assert held in told
    assert pending(station.memory) == []
    # the next hour begins where the last of them was
    assert station.hear(2 + HOUR, odd(2 + HOUR)) == []
    assert station.hear(3 + HOUR, odd(3 + HOUR)) == [odd(2 + HOUR)]
    assert pending(station.memory) == [odd(3 + HOUR)]


def test_what_comes_an_hour_later_is_told_at_once(station):
    station.hear(1, odd(1), odd(1, rule="T7"))
    assert odd(1 + HOUR) in station.hear(1 + HOUR, odd(1 + HOUR))
    assert odd(HOUR, rule="T7") not in station.hear(HOUR, odd(HOUR, rule="T7"))


def test_causes_that_nobody_counts_any_more_take_no_room(station):
    for n in range(200):
        assert station.hear(n + 1, odd(n + 1, rule=f"R{n}")) == [odd(n + 1, rule=f"R{n}")]
    assert len(station.memory.oddities_since) == 64
    assert station.hear(300, odd(300, rule="R199")) == [odd(300, rule="R199")]


def test_what_somebody_knows_already_is_not_told_again(station):
    station.hear(1, odd(1), status(1))
    station.hear(2, odd(2), status(2))
    assert len(pending(station.memory)) == 2
    drop_told(station.memory, lambda fact: True)
    assert pending(station.memory) == []
    assert station.hear(3, odd(3)) == []
    assert odd(3) in station.hear(2 + HOUR)


def test_the_protocol_is_that_of_the_last_frame_that_names_one(station):
    station.hear(1, protocol="ocpp2.0.1")
    station.hear(2)
    assert station.memory.protocol == "ocpp2.0.1"
    assert station.memory.newest == 2
