"""What do messages prove of a charger's clock? (definitions 4c T8)"""

import msgspec
import pytest

from chargeboard.domain.policy import Policy
from chargeboard.fold.clock import Clock, Place, applied
from chargeboard.time.instants import SECOND

POLICY = Policy()


def heard(*messages, clock=None):
    """Proofs as (by, offset, since) of messages as (second of receipt, seconds that the stamp is behind)."""
    clock = clock or Clock()
    proofs = []
    for at, skew in messages:
        place = Place(at * SECOND, at, at)
        if proof := clock.hear(round(skew * SECOND), place, POLICY, counts=True):
            proofs.append((at, proof.offset / SECOND, proof.since and proof.since.seq))
    return proofs


@pytest.mark.parametrize(
    ("messages", "proofs"),
    [
        # two are no proof, nor are three within less than a minute
        ([(0, 269), (600, 269)], []),
        ([(0, 269), (30, 269), (59, 269)], []),
        ([(0, 269), (30, 269), (60, 269)], [(60, 269, None)]),
        # within 5 s, and the least of them counts
        ([(0, 274), (30, 270), (60, 269)], [(60, 269, None)]),
        ([(0, 275), (30, 270), (60, 269)], []),
        # what waits comes between, and a single stray stamp decides nothing
        ([(0, 90), (10, 4000), (30, 90), (40, -9000), (60, 90), (70, 3000)], [(60, 90, None)]),
    ],
)
def test_three_messages_over_a_minute_that_share_it_prove_an_offset(messages, proofs):
    assert heard(*messages) == proofs


RIGHT = [(0, 0), (30, 0), (60, 0)]


@pytest.mark.parametrize(
    ("messages", "proofs"),
    [
        # set anew, either way: from the first that says so
        ([(100, 90), (130, 90), (170, 90)], [(170, 90, 100)]),
        ([(100, -90), (130, -90), (170, -90)], [(170, -90, 100)]),
        # nearer than 5 s is the same clock
        ([(100, 4.9), (130, 4.9), (170, 4.9)], []),
        ([(100, 5), (130, 5), (170, 5)], [(170, 5, 100)]),
        # a queued message in between breaks no row, one by the former clock does
        ([(100, 90), (110, 7000), (130, 90), (170, 90)], [(170, 90, 100)]),
        ([(100, 90), (110, 0), (130, 90), (170, 90)], []),
        ([(100, 90), (110, 0), (130, 90), (170, 90), (190, 90)], [(190, 90, 130)]),
        # a lower value between messages of the present clock: those had waited, in the whole period
        ([(100, -20), (110, 0), (130, -20), (140, 0), (170, -20)], [(170, -20, None)]),
    ],
)
def test_another_clock_begins_where_nothing_contradicts_it(messages, proofs):
    assert heard(*RIGHT, *messages)[1:] == proofs


def test_what_looks_queued_does_not_count_but_belongs_to_what_others_prove():
    clock = Clock()
    assert heard(*RIGHT, clock=clock)
    queued = Place(100 * SECOND, 100, 100)
    for _ in range(9):
        assert clock.hear(90 * SECOND, queued, POLICY, counts=False) is None
    assert heard((200, 90), (230, 90), (260, 90), clock=clock) == [(260, 90, 100)]


def test_values_that_nobody_shares_are_not_remembered_for_ever():
    clock = Clock()
    heard(*[(n, 100 * n) for n in range(1, 500)], clock=clock)
    assert len(clock.away) == 8


@pytest.mark.parametrize(
    ("offset_s", "by_s"), [(None, 0), (0, 0), (4.9, 0), (-4.9, 0), (5, 5), (-5, -5), (-3600, -3600)]
)
def test_less_than_5_s_is_not_corrected(offset_s, by_s):
    offset = None if offset_s is None else round(offset_s * SECOND)
    assert applied(offset, POLICY) == by_s * SECOND


def test_of_a_clock_that_stamped_nothing_nothing_is_known():
    assert msgspec.to_builtins(Clock()) == {
        "offset": None,
        "heard_at": 0,
        "away": [],
        "above": 0,
        "below": 0,
    }
    assert not Clock().may_turn
    assert not Clock().is_present(0, POLICY)


def test_while_a_clock_goes_as_it_does_only_what_lies_outside_tells_something():
    clock = Clock()
    assert heard(*RIGHT, clock=clock)
    assert (clock.above, clock.below) == (-5 * SECOND, 5 * SECOND)
    heard((100, 90), clock=clock)
    assert (clock.above, clock.below) == (0, 0)
    assert clock.may_turn
    assert [clock.is_present(round(s * SECOND), POLICY) for s in (-5, -4.9, 0, 4.9, 5)] == [
        False,
        True,
        True,
        True,
        False,
    ]
