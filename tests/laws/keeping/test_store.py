"""Checkpoints, Again, Alone, Twice and rebuilding: how it was computed never shows in a board."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from lives import DAY, HOUR, end_of, lives
from msgspec import to_builtins
from standing_desk import CHOICES, desk, seen, unlike

from chargeboard.domain.frame import Frame
from chargeboard.run.understanding.alone import fold_all
from chargeboard.time.days import day_of
from chargeboard.time.instants import SECOND
from projecting import projector_of

policies = st.sampled_from(CHOICES)
REVISED = ("revised", "revised_days", "true_until")
"""Whether a figure changed later is not told by the facts alone, nor known before it did. Guidance of days
that are stored holds for the day; where they are computed, until anything is due, which may be too early."""
HOURLY = ("clock_repaired", "nonconformant")
"""Counts of oddities, of which one cause makes one fact an hour: a look into the middle of the hour knows its
first alone until the hour is over."""
HEARTBEAT = '[2,"calm","Heartbeat",{}]'
ASKED = [(30, 1), (30, 0), (8, 1)]
later = st.sampled_from([0, 1, 61, 301, 16 * 60, HOUR, DAY, 3 * DAY])


def pieces(frames, cuts):
    edges = sorted({cut % (len(frames) + 1) for cut in cuts} | {0, len(frames)})
    return [frames[a:b] for a, b in pairwise(edges)]


@given(lives(), policies, st.lists(st.integers(0, 60), max_size=4), later)
def test_a_board_from_stored_conclusions_is_the_board_of_the_facts_alone(frames, policy, cuts, wait):
    at = frames[-1].received_at + wait * SECOND
    with desk(policy) as settled, desk(policy) as plain:
        for piece in pieces(frames, cuts):
            settled.store.append(piece)
            projector_of(settled).refresh("CP1")
        plain.store.append(frames)
        fold_all(plain.store, "CP1", policy)
        assert unlike(seen(settled, at), seen(plain, at), but=REVISED) == []


@given(lives(), policies, st.sampled_from([1, 4, 11, 26]), st.permutations(range(4)))
def test_what_was_looked_at_before_never_shows(frames, policy, days, order):
    last = frames[-1]
    calm = [
        Frame("CP1", last.received_at + day * DAY * SECOND, "in", HEARTBEAT) for day in range(1, days + 1)
    ]
    frames, at = [*frames, *calm], calm[-1].received_at + 1
    today = day_of(at, policy.timezone)
    # the second has the outermost days of the first, and other days in between
    windows = [None, *((today - timedelta(days=back), today + timedelta(days=on)) for back, on in ASKED)]
    with desk(policy) as settled, desk(policy) as plain:
        settled.store.append(frames)
        projector_of(settled).refresh("CP1")
        plain.store.append(frames)
        fold_all(plain.store, "CP1", policy)
        for window in (windows[number] for number in order):
            one, other = (to_builtins(each.board("CP1", at=at, window=window)) for each in (settled, plain))
            assert unlike(one, other, but=REVISED) == []


@given(lives(), policies, st.integers(1, 60), later)
def test_a_view_of_the_past_uses_nothing_that_came_later(frames, policy, cut, wait):
    known, rest = frames[: 1 + cut % len(frames)], frames[1 + cut % len(frames) :]
    at = known[-1].received_at + wait * SECOND
    if rest:
        at = min(at, rest[0].received_at - 1)
    with desk(policy) as then, desk(policy) as now:
        then.store.append(known)
        projector_of(then).refresh("CP1")
        now.store.append(known)
        projector_of(now).refresh("CP1")
        now.store.append(rest)
        projector_of(now).refresh("CP1")
        one, other = seen(then, at), seen(now, at)
        counts = [[each["data_quality"][name] for name in HOURLY] for each in (one, other)]
        told = () if counts[0] == counts[1] else ("insights",)
        assert unlike(one, other, but=(*REVISED, *HOURLY, *told)) == []
        assert all(later <= known for known, later in zip(*counts, strict=True))


@given(lives(), policies)
def test_rebuilding_gives_the_same_board(frames, policy):
    at = end_of(frames)
    with desk(policy) as one:
        one.store.append(frames)
        projector_of(one).refresh("CP1")
        before = seen(one, at)
        projector_of(one).rebuild("CP1")
        assert unlike(before, seen(one, at)) == []


@given(lives(), policies)
def test_frames_that_are_brought_twice_are_kept_once(frames, policy):
    at = end_of(frames)
    with desk(policy) as one:
        assert one.store.append(frames) == len(frames)
        projector_of(one).refresh("CP1")
        before = seen(one, at)
        one.store.begin_delivery()
        assert one.store.append(frames) == 0
        projector_of(one).refresh("CP1")
        assert unlike(before, seen(one, at)) == []


@given(lives(), st.integers(1, 60), policies)
def test_an_old_log_that_comes_late_changes_nothing_but_what_is_known(frames, cut, policy):
    # frames of one instant keep the order in which they are brought
    turn = frames[cut % len(frames)].received_at
    early = [frame for frame in frames if frame.received_at < turn]
    late = frames[len(early) :]
    at = end_of(frames)
    with desk(policy) as straight, desk(policy) as turned:
        straight.store.append(frames)
        projector_of(straight).refresh("CP1")
        for piece in (late, early):
            turned.store.begin_delivery()
            turned.store.append(piece)
            projector_of(turned).refresh("CP1")
        assert unlike(seen(straight, at), seen(turned, at)) == []


@given(lives(most=12), lives(most=12, station="CP2"), policies)
def test_each_charger_is_as_if_it_were_alone(one, other, policy):
    at = max(end_of(one), end_of(other))
    with desk(policy) as both, desk(policy) as alone:
        both.store.append(sorted([*one, *other], key=lambda frame: frame.received_at))
        alone.store.append(one)
        for station in ("CP2", "CP1"):
            projector_of(both).refresh(station)
        projector_of(alone).refresh("CP1")
        assert unlike(seen(both, at), seen(alone, at)) == []
