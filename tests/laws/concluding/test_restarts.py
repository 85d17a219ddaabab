"""Restarts: wherever one goes on, what follows is what all the facts lead to, or it is known not to be."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st
from lives import DAY, HOUR, lives
from msgspec import msgpack
from msgspec.structs import replace
from standing_desk import CHOICES

from chargeboard.domain.conclusions import Segment
from chargeboard.fold import pending
from chargeboard.metrics.carry import Carry, advance
from chargeboard.metrics.conclude import concluded
from chargeboard.metrics.restarts import restarts, unsettled_at
from chargeboard.pipeline import restore, step
from chargeboard.time.instants import SECOND

KINDS = ("sessions", "refused", "attempts", "no_energy", "orphans")
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
    told, found, behind = found_from(facts, carry, start, now, heard_at, policy)
    (at,) = restarts(told, found.conclusions, boundaries=[now], held=held, heard_at=heard_at, policy=policy)
    if at <= start:
        return None
    (unsettled,) = unsettled_at(behind, found, [at])
    kept = settled_before(found, at)
    part = replace(found.conclusions, **kept, gaps=[one for one in found.conclusions.gaps if one.start < at])
    part.segments = clipped(found.conclusions.segments, start, at)
    sockets = {socket: since for socket, since in found.sockets.items() if since < at}
    over = advance(carry, [fact for fact in told if fact.at < at], part, sockets, policy, unsettled)
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
