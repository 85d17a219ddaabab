"""Merged and taken back: a charger that was merged for a while is what it would be had it never been."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from lives import BIRTH, DAY, end_of, lives
from msgspec.structs import replace
from standing_desk import CHOICES, desk, seen, unlike

from chargeboard.history.names import UnknownChargerError, former, new_name
from chargeboard.run.upkeep.merging import merge, unmerge
from chargeboard.time.instants import SECOND
from projecting import projector_of

IDS = ["A", "B", "C"]
LATER = BIRTH + 400 * DAY * SECOND
PAIRS = [(one, other) for one in IDS for other in IDS if one != other]

ids = st.sampled_from(IDS)
owners = st.lists(ids, min_size=2, max_size=7)
take = st.tuples(st.just("take"), st.booleans())
"""Whether with what the piece before had."""
kept = st.one_of(take, st.tuples(st.just("look")), st.tuples(st.just("pack"), ids))
merging = st.tuples(st.just("merge"), st.sampled_from(PAIRS))
steps = st.lists(st.one_of(take, kept, merging, merging), min_size=8, max_size=14)
unmerging = st.tuples(st.just("unmerge"), ids)
all_steps = st.lists(st.one_of(take, kept, merging, merging, unmerging), min_size=8, max_size=14)
policies = st.sampled_from(CHOICES)


def go(it, frames, some, turn, heads=None):
    """
    Do the steps; the frames come in as many pieces as are taken, and not in order.

    `heads`: what came under an id is brought under this one.
    """
    count = max(1, sum(what == "take" for what, *_ in some))
    size = -(-len(frames) // count)
    order = [(n * (1 + turn) + turn) % count for n in range(count)]
    order = order if len(set(order)) == count else list(range(count))[::-1]
    left = list(order)
    for what, *asked in some:
        if what == "take":
            n = left.pop(0)
            piece = frames[max(0, n - asked[0]) * size : (n + 1) * size]
            for station in IDS:
                it.store.begin_delivery()
                name = (heads or {}).get(station, station)
                it.store.append([replace(frame, station=name) for frame in piece if frame.station == station])
        elif what == "pack":
            it.store.pack(asked[0], LATER)
        elif what == "look":
            look(it)
        elif what == "unmerge":
            take_back(it, *asked)
        else:
            try:
                merge(it.store, *asked[0], BIRTH)
            except ValueError:
                continue
    look(it)


def with_twins(frames, whose):
    """Some frames came under two ids, and perhaps twice under one."""
    twins = [replace(frame, station=whose[-1 - n % len(whose)]) for n, frame in enumerate(frames[::2])]
    return [one for n, frame in enumerate(frames) for one in (frame, *twins[n : n + 1])]


def look(it):
    for station in projector_of(it).heard():
        projector_of(it).refresh(station)


def take_back(it, station):
    charger = it.store.charger(station)
    if charger is not None and charger.merged_into is not None:
        unmerge(it.store, station)


def told(it, at):
    """All that can be asked of the chargers, and their journals."""
    found = {}
    for station in IDS:
        try:
            board = seen(it, at, station)
        except UnknownChargerError:
            board = {}
        journal = [stored.frame for batch in it.store.frames_after(station, 0, 0) for stored in batch]
        newest = it.store.newest_frame_at(station)
        found[station] = board | {"journal": [repr(frame) for frame in journal], "newest": newest}
    return found | {
        "stations": it.stations(),
        "heard": projector_of(it).heard(),
        "unfolded": it.store.unfolded(),
    }


@given(lives(), owners, all_steps, policies, st.integers(0, 5))
def test_what_was_merged_and_taken_back_was_never_merged(frames, whose, some, policy, turn):
    frames = [replace(frame, station=whose[n % len(whose)]) for n, frame in enumerate(frames)]
    frames = with_twins(frames, whose)
    at = end_of(frames)
    with desk(policy) as it, desk(policy) as never:
        go(it, frames, some, turn)
        for station in IDS:
            take_back(it, station)
        look(it)
        go(never, frames, [one for one in some if one[0] in {"take", "pack"}], turn)
        assert unlike(told(it, at), told(never, at)) == []
        assert [it.store.copied_from(station) for station in IDS] == [[], [], []]


@given(lives(), owners, steps, policies, st.integers(0, 5))
def test_what_is_merged_reads_as_if_it_had_come_under_one_id(frames, whose, some, policy, turn):
    # which of two frames of one instant came first is not known across ids
    frames = [
        replace(frame, station=whose[n % len(whose)], received_at=frame.received_at + n)
        for n, frame in enumerate(frames)
    ]
    frames = with_twins(frames, whose)
    at = end_of(frames)
    with desk(policy) as it, desk(policy) as other:
        go(it, frames, some, turn)
        heads = {station: new_name(it.store, station) for station in IDS}
        go(other, frames, [one for one in some if one[0] == "take"], turn, heads)
        for head in set(heads.values()):
            mine, its = (told(each, at)[head] for each in (it, other))
            assert unlike(mine, its, but=("changes",)) == []
            assert set(it.store.copied_from(head)) <= set(former(it.store, head))
