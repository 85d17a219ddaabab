"""Restarts: wherever one goes on, what follows is what all the facts lead to, or it is known not to be."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lives import DAY, HOUR, Charger16, lives, slow_lives, told
from msgspec import msgpack
from msgspec.structs import replace
from standing_desk import CHOICES

from chargeboard.domain.conclusions import Conclusions, Segment
from chargeboard.domain.policy import Policy
from chargeboard.fold import pending
from chargeboard.metrics.carry import Carry, advance
from chargeboard.metrics.conclude import behind, concluded
from chargeboard.metrics.restarts import restarts, unsettled_at
from chargeboard.pipeline import restore, step
from chargeboard.time.instants import SECOND

KINDS = ("sessions", "refused", "attempts", "no_energy", "orphans")
PATIENT = [
    replace(policy, silence_detection=False)
    for policy in [*CHOICES, Policy(auth_retry_dedup_s=900), Policy(attempt_match_window_s=30)]
]
"""Silence is no gap: otherwise there is nowhere to go on from while little happens."""
waits = st.sampled_from([0, 1, 61, 301, HOUR, DAY, 3 * DAY])
parts = st.lists(st.integers(0, 1000), min_size=1, max_size=3)


def evidence(frames, policy):
    """All facts in order of occurrence, and when the charger was last heard."""
    state = restore(b"")
    facts = [fact for frame in frames for fact in step(state, frame, policy)]
    held = pending(state.memory)
    facts = sorted([*facts, *held], key=lambda fact: (fact.at, fact.received_at))
    return facts, held, state.memory.links.heard_at


def found_from(facts, carry, start, now, heard_at, policy):
    facts = [fact for fact in facts if start <= fact.at <= now]
    return facts, *concluded(
        facts, carry, start=start, now=now, heard_at=heard_at, zone=policy.timezone, policy=policy
    )


def settled_before(found, at):
    """Rows of each kind that are kept at an instant."""
    return {
        kind: [
            one
            for one in getattr(found.conclusions, kind)
            if one.settles_at is not None and one.settles_at < at
        ]
        for kind in KINDS
    }


def assert_that_need_not_be_concluded_again(evidence, made, now, policy):
    """Who kept what had settled at an instant knows what one finds that goes on from there by then."""
    facts, _, heard_at = evidence
    at, found, _, carry, _ = made
    known = behind(found, at, carry)
    _, again, _ = found_from(facts, carry, at, now, heard_at, policy)
    assert again.holds
    assert known.sockets == again.sockets
    for kind in Conclusions.__struct_fields__:
        mine, theirs = (sorted(map(repr, getattr(one.conclusions, kind))) for one in (known, again))
        assert (kind, mine) == (kind, theirs)


def reopens(facts, carry, start):
    """Whether something is told of a session whose end was inferred: settling then begins before it."""
    return any(getattr(fact, "transaction_id", "") in carry.loose for fact in facts if fact.at >= start)


def clipped(segments, begin, end):
    inside = [one for one in segments if one.start < end and one.end > begin]
    cut = [Segment(one.socket, max(one.start, begin), min(one.end, end), one.state) for one in inside]
    return sorted(cut, key=by_socket)


def by_socket(segment):
    return segment.socket, segment.start


def at_an_instant(evidence, carry, start, now, policy):
    """Where to go on from by an instant, and what is kept and carried there; None: nowhere further."""
    facts, held, heard_at = evidence
    heard, found, behind = found_from(facts, carry, start, now, heard_at, policy)
    (at,) = restarts(heard, found.conclusions, boundaries=[now], held=held, heard_at=heard_at, policy=policy)
    if at <= start:
        return None
    (unsettled,) = unsettled_at(behind, found, [at])
    kept = settled_before(found, at)
    part = replace(found.conclusions, **kept, gaps=[one for one in found.conclusions.gaps if one.start < at])
    part.segments = clipped(found.conclusions.segments, start, at)
    sockets = {socket: since for socket, since in found.sockets.items() if since < at}
    over = advance(carry, [fact for fact in heard if fact.at < at], part, sockets, policy, unsettled)
    return at, found, kept, msgpack.decode(msgpack.encode(over), type=Carry), part.segments


@given(st.one_of(lives(), lives(links=False, mess=False)), st.sampled_from(CHOICES), parts, waits)
def test_what_follows_from_an_instant_follows_from_all_the_facts(frames, policy, cuts, wait):
    now = frames[-1].received_at + wait * SECOND
    every, _, last_heard = evidence(frames, policy)
    every = [fact for fact in every if fact.at <= now]
    first = start = min(fact.at for fact in every)
    carry, kept, states = Carry(), {kind: [] for kind in KINDS}, []
    for cut in sorted(cuts):
        known = frames[: 1 + cut * len(frames) // 1001]
        facts, held, heard_at = evidence(known, policy)
        by_then = known[-1].received_at
        late = [fact for fact in every if fact not in facts and fact.at <= by_then]
        gone = [fact for fact in facts if fact not in every and fact.at <= by_then]
        if late or gone or not facts or facts[0].at != first or reopens(facts, carry, start):
            continue
        made = at_an_instant((facts, held, heard_at), carry, start, by_then, policy)
        if made is None or not made[1].holds:
            continue
        assert_that_need_not_be_concluded_again((facts, held, heard_at), made, by_then, policy)
        start, _, more, carry, segments = made
        kept = {kind: kept[kind] + more[kind] for kind in KINDS}
        states += segments
    _, whole, _ = found_from(every, Carry(), first, now, last_heard, policy)
    _, found, _ = found_from(every, carry, start, now, last_heard, policy)
    if not found.holds or reopens(every, carry, start):
        return
    for kind in KINDS:
        mine = Counter(map(repr, kept[kind] + getattr(found.conclusions, kind)))
        theirs = Counter(map(repr, getattr(whole.conclusions, kind)))
        assert (kind, mine - theirs, theirs - mine) == (kind, Counter(), Counter())
    assert clipped(found.conclusions.segments, start, now) == clipped(whole.conclusions.segments, start, now)
    if start > first:
        assert states_of(states) == states_of(clipped(whole.conclusions.segments, first, start))


def assert_what_has_settled_stays(frames, policy):
    """By whichever frame it had, nothing that comes later changes it, and it is concluded once."""
    now = frames[-1].received_at + HOUR * SECOND
    every, _, last_heard = evidence(frames, policy)
    first = every[0].at
    _, whole, _ = found_from(every, Carry(), first, now, last_heard, policy)
    for n in sorted({one.received_at: n for n, one in enumerate(frames, 1)}.values()):
        known = evidence(frames[:n], policy)
        by_then = frames[n - 1].received_at
        made = at_an_instant(known, Carry(), first, by_then, policy)
        if made is None:
            continue
        at, _, kept, carry, _ = made
        if [fact for fact in known[0] if fact.at < at] != [fact for fact in every if fact.at < at]:
            continue
        _, found, _ = found_from(every, carry, at, now, last_heard, policy)
        if not found.holds or reopens(every, carry, at):
            continue
        for kind in KINDS:
            mine = Counter(map(repr, kept[kind] + getattr(found.conclusions, kind)))
            theirs = Counter(map(repr, getattr(whole.conclusions, kind)))
            assert (kind, at, mine - theirs, theirs - mine) == (kind, at, Counter(), Counter())


@given(slow_lives(), st.sampled_from(PATIENT))
def test_what_has_settled_by_any_instant_stays_and_is_not_concluded_again(frames, policy):
    assert_what_has_settled_stays(frames, policy)


STARTED = [("start", 1, (1, "T1", 0)), ("stop", 700, (1, 5000, 0, 0))]
REFUSED = [("start_in_error", 1, (1, "T1")), ("status", 1, (1, 0, 0))]
PULLED = [("status", 1, (1, 1, 0)), ("status", 61, (1, 0, 0))]


def test_an_attempt_whose_transaction_was_only_found_to_be_over_is_still_known():
    life = [
        *PULLED,
        ("start", 1, (1, "T1", 0)),
        ("status", 1, (1, 1, 0)),
        ("start_in_error", HOUR, (1, "T1")),
    ]
    assert_what_has_settled_stays(told(Charger16(), life), PATIENT[0])


@pytest.mark.parametrize("waited_s", [61, 301, 901, DAY])
def test_a_cable_is_in_through_a_fault_wherever_one_goes_on_from(waited_s):
    life = [
        ("status", 1, (1, 1, 0)),
        ("authorize", 1, ("T1", 0)),
        ("status", 1, (1, 8, 3)),
        ("status", waited_s, (1, 0, 0)),
        *[("authorize", wait_s, ("T2", 3)) for wait_s in (61, 301, 301, 901, DAY)],
    ]
    assert_what_has_settled_stays(told(Charger16(), life), PATIENT[0])


@pytest.mark.parametrize("before", [STARTED, REFUSED, PULLED, [*PULLED, *STARTED]])
@pytest.mark.parametrize("later_s", [300, 301, 900, DAY])
@pytest.mark.parametrize("status", [0, 1, 2, 5])
def test_a_cable_that_is_seen_when_an_attempt_has_settled_is_not_its_own(before, later_s, status):
    other = ("authorize", later_s, ("T2", 3))
    after = [("status", 1, (1, status, 0)), other, ("status", DAY, (1, 0, 0))]
    assert_what_has_settled_stays(told(Charger16(), [*before, other, *after]), PATIENT[0])


def states_of(segments):
    """Neighbours that are equal are one."""
    joined = []
    for one in sorted(segments, key=by_socket):
        last = joined[-1] if joined else None
        if last and (last.socket, last.state, last.end) == (one.socket, one.state, one.start):
            joined[-1] = Segment(one.socket, last.start, one.end, one.state)
            continue
        joined.append(one)
    return joined
