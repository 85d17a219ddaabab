"""Offset: a clock that is off by a constant changes no figure (definitions 4c T8)."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from lives import Charger2, Charger16, end_of, moves_of, told
from standing_desk import POLICIES, desk, seen, unlike

from chargeboard.time.instants import SECOND
from chargeboard.time.spans import Span
from moved import moved
from projecting import projector_of

FOREVER = Span(-(2**62), 2**62)
CHANGED = ("insights", "data_quality")
constants = st.one_of(
    st.integers(-3600, 3600).filter(lambda off: abs(off) >= 5), st.sampled_from([-269, 5, -5, 90, 301, -3600])
)


@st.composite
def orderly(draw, *, most=20):
    """A life whose clock goes right, and tells so in its first minute."""
    kind = draw(st.sampled_from([Charger16, Charger2]))
    moves = draw(moves_of(most=most))
    early = [("status", 30, (1, 0, 0)), ("status", 31, (2, 0, 0))]
    return told(kind(), early + [move for move in moves if "clock" not in move[0]])


def board(frames, policy, at=None):
    with desk(policy) as one:
        one.store.append(frames)
        projector_of(one).refresh("CP1")
        return seen(one, end_of(frames) if at is None else at)


@given(orderly(), constants, st.sampled_from(POLICIES))
def test_a_clock_that_is_off_by_a_constant_changes_no_figure(frames, off, policy):
    right, wrong = board(frames, policy), board(moved(frames, lambda _: off), policy)
    assert unlike(right, wrong, but=CHANGED) == []


SEEN_OTHERWISE = ("revised", "revised_days")
"""A day that had ended before its clock was proved was shown otherwise until then, and says so."""
UNSETTLED = ("revised", "revised_days", "flags", "why", "clock_repaired", "insights")
"""Stamps not believed are counted for an hour before they are told; a proof drops what was still counted."""
WAITS = (0, 31, 31, 31)


@st.composite
def jumps(draw):
    """A life in two parts, the clock heard right before and after; and when the second part begins."""
    kind = draw(st.sampled_from([Charger16, Charger2]))
    early = [("status", 30, (1, 0, 0)), ("status", 31, (2, 0, 0))]
    parts = [
        [move for move in draw(moves_of(most=12)) if move[0] not in {"clock", "set_clock", "again"}]
        for _ in range(2)
    ]
    charger = kind()
    told(charger, early + parts[0])
    charger.now += draw(st.one_of(st.integers(1, 60), st.integers(1, 7200))) * SECOND
    turned_at = charger.now
    for wait in WAITS:
        charger.now += wait * SECOND
        charger.status(2, 0, 0)
    for name, wait, arguments in parts[1]:
        charger.now += wait * SECOND
        getattr(charger, name)(*arguments)
    return charger.frames, turned_at


def is_told_of(frames, policy, turned_at, by_s):
    """Whether the first stamps of the new clock do not look like queued ones, stamped while it was away."""
    told_at = [turned_at + (sum(WAITS[: n + 1]) + by_s) * SECOND for n in range(len(WAITS))]
    then = board(frames, policy, turned_at + sum(WAITS) * SECOND)  # later ones list no gap of weeks ago
    return not any(start <= at < end for start, end in then["offline_gaps"] for at in told_at)


@given(jumps(), constants, constants, st.sampled_from(POLICIES))
def test_a_clock_that_is_set_anew_changes_no_figure(life, before, after, policy):
    frames, turned_at = life
    right = board(frames, policy)
    assume(abs(after - before) >= 5 and is_told_of(frames, policy, turned_at, after - before))
    wrong = moved(frames, lambda at: after if at >= turned_at else before)
    assert unlike(right, board(wrong, policy), but=(*CHANGED, *SEEN_OTHERWISE)) == []


@pytest.mark.parametrize(("before", "after"), [(5, -5), (269, -269), (-3600, 90)])
def test_what_the_first_message_of_a_clock_that_is_set_anew_said_is_kept(before, after):
    charger = Charger16()
    told(charger, [("status", 30, (1, 0, 0)), ("status", 31, (2, 0, 0)), ("start", 1, (2, "T1", 0))])
    charger.now += SECOND
    turned_at = charger.now
    for wait in WAITS:
        charger.now += wait * SECOND
        charger.status(2, 0, 0)
    wrong = moved(charger.frames, lambda at: after if at >= turned_at else before)
    assert unlike(board(charger.frames, POLICIES[0]), board(wrong, POLICIES[0]), but=CHANGED) == []


@given(jumps(), constants, constants, st.sampled_from(POLICIES), st.integers(1, 60), st.integers(0, 3600))
def test_before_it_is_proved_nobody_knows_of_it(life, before, after, policy, cut, wait):
    frames, turned_at = life
    frames = moved(frames, lambda at: after if at >= turned_at else before)
    known, rest = frames[: 1 + cut % len(frames)], frames[1 + cut % len(frames) :]
    at = min([known[-1].received_at + wait * SECOND, *(one.received_at - 1 for one in rest[:1])])
    with desk(policy) as then, desk(policy) as now:
        then.store.append(known)
        projector_of(then).refresh("CP1")
        now.store.append(known)
        projector_of(now).refresh("CP1")
        now.store.append(rest)
        projector_of(now).refresh("CP1")
        assert unlike(seen(then, at), seen(now, at), but=UNSETTLED) == []


@given(jumps(), constants, constants, st.sampled_from(POLICIES), st.lists(st.integers(1, 50), max_size=6))
def test_frame_by_frame_and_rebuilt_the_facts_are_the_same(life, before, after, policy, cuts):
    frames, turned_at = life
    frames = moved(frames, lambda at: after if at >= turned_at else before)
    with desk(policy) as whole, desk(policy) as parted:
        whole.store.append(frames)
        projector_of(whole).refresh("CP1")
        for begin, end in pairwise([0, *sorted(set(cuts)), len(frames)]):
            parted.store.append(frames[begin:end])
            projector_of(parted).refresh("CP1")
        at = end_of(frames)
        facts = whole.store.facts("CP1", FOREVER)
        assert parted.store.facts("CP1", FOREVER) == facts
        assert parted.store.retold("CP1", FOREVER) == whole.store.retold("CP1", FOREVER)
        seen_whole = seen(whole, at)
        assert unlike(seen_whole, seen(parted, at), but=("revised", "revised_days", "flags", "why")) == []
        projector_of(whole).rebuild("CP1")
        assert whole.store.facts("CP1", FOREVER) == facts
        assert seen(whole, at) == seen_whole
