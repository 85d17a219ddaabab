"""Restart, Bounded: what the fold remembers is all that it needs, and little."""

from __future__ import annotations

import msgspec
from hypothesis import given
from hypothesis import strategies as st
from lives import HOUR, Charger2, Charger16, lives, moves_of, told

from chargeboard.domain.policy import Policy
from chargeboard.pipeline import restore, snapshot, step
from chargeboard.time.instants import SECOND

POLICY = Policy(timezone="Europe/Berlin")


def folded(frames, state):
    return [fact for frame in frames for fact in step(state, frame, POLICY)]


@given(lives(), st.lists(st.integers(0, 60), max_size=5))
def test_cut_anywhere_and_gone_on_from_a_snapshot_the_facts_are_the_same(frames, cuts):
    whole, parted = restore(b""), restore(b"")
    facts = folded(frames, whole)
    found = []
    for at, frame in enumerate(frames):
        if at in cuts:
            parted = restore(snapshot(parted))
        found += step(parted, frame, POLICY)
    assert found == facts
    assert snapshot(parted) == snapshot(whole)


@given(st.sampled_from([Charger16, Charger2]), moves_of())
def test_the_state_does_not_grow_with_history(kind, moves):
    charger = kind()
    sizes = []
    state = restore(b"")
    # the lists of a fixed length are full from the start: calls without an answer, the latest absences
    for number in range(70):
        charger.now += HOUR * SECOND
        charger.say("in", [2, f"unanswered {number}", "Authorize", {"idTag": "T"}])
    folded(charger.frames, state)
    for _ in range(12):
        charger.frames.clear()
        told(charger, moves)
        charger.now += HOUR * SECOND
        folded(charger.frames, state)
        sizes.append(len(snapshot(state)))
    assert sizes[-1] < 1.5 * max(sizes[:4]) + 2_000


@given(lives())
def test_facts_are_no_older_than_they_claim_and_can_be_kept(frames):
    facts = folded(frames, restore(b""))
    for fact in facts:
        assert isinstance(fact.at, int)
        assert fact.received_at <= frames[-1].received_at
    assert msgspec.json.decode(msgspec.json.encode(facts)) is not None
