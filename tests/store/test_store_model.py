"""The journal against the sentence that defines it, whatever comes in whatever order."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from chargeboard.domain.frame import Frame
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR

frames = st.builds(
    Frame,
    station=st.sampled_from("AB"),
    received_at=st.integers(1, 7).map(lambda n: n * 9 * HOUR),
    direction=st.sampled_from(["in", "out"]),
    text=st.sampled_from("xy"),
)
steps = st.one_of(
    st.tuples(st.just("append"), st.lists(frames, max_size=12)),
    st.tuples(st.just("begin_delivery"), st.none()),
    st.tuples(st.just("pack"), st.integers(1, 8).map(lambda n: n * 9 * HOUR)),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(steps, max_size=12))
def test_a_frame_is_kept_where_it_is_the_nth_such_of_its_delivery_and_fewer_are_known(steps):
    store = open_store(":memory:")
    kept, delivery, arrived = Counter(), Counter(), []
    for action, given_ in steps:
        if action == "begin_delivery":
            store.begin_delivery()
            delivery.clear()
        elif action == "pack":
            store.pack("A", given_)
        else:
            before = len(arrived)
            for frame in given_:
                delivery[frame] += 1
                if kept[frame] < delivery[frame]:
                    kept[frame] += 1
                    arrived.append(frame)
            assert store.append(given_) == len(arrived) - before
    for station in "AB":
        mine = [frame for frame in arrived if frame.station == station]
        by_receipt = sorted(enumerate(mine, 1), key=lambda each: (each[1].received_at, each[0]))
        found = [stored for batch in store.frames_after(station, 0, 0) for stored in batch]
        assert [(stored.seq, stored.frame) for stored in found] == by_receipt
        for place in range(len(found)):
            at = found[place]
            rest = [
                stored
                for batch in store.frames_after(station, at.frame.received_at, at.seq)
                for stored in batch
            ]
            assert rest == found[place + 1 :]
    store.close()
