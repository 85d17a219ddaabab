"""Who has frames that are not folded yet is kept, so that nobody looks through all chargers for it."""

from hypothesis import given, settings
from hypothesis import strategies as st

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import MINUTE, SECOND
from projecting import projector_of

NOON = 1_790_000_000 * SECOND
stations = st.sampled_from(["A", "B"])
minutes = st.integers(-3, 3)
"""Some come late."""
steps = st.one_of(
    st.tuples(st.just("heard"), stations, st.lists(minutes, min_size=1, max_size=3)),
    st.tuples(st.just("taken"), stations, st.lists(minutes, min_size=1, max_size=3)),
    st.tuples(st.sampled_from(["folded", "settled", "forgotten"]), stations, st.none()),
)


def beat(station, minute, number):
    return Frame(station, NOON + minute * MINUTE, "in", f'[2,"{number}","Heartbeat",{{}}]', "c", "ocpp1.6")


@settings(deadline=None)
@given(st.lists(steps, max_size=15))
def test_they_are_those_that_are_found_by_looking_through_all(told):
    store = open_store(":memory:")
    desk = Desk(store, lambda name: Profile(id=name, policy=Policy()), lambda: NOON)
    for number, (what, station, given_minutes) in enumerate(told):
        if what in {"heard", "taken"}:
            frames = [beat(station, number + late, f"{number}/{n}") for n, late in enumerate(given_minutes)]
            if what == "heard":
                store.append_heard(frames, NOON + 60 * MINUTE)
            else:
                desk.store.append(frames)
        elif what == "folded":
            projector_of(desk).fold(station)
        elif what == "settled":
            projector_of(desk).refresh(station)
        else:
            store.forget(station)
        with store.reading():
            looked_for = [name for (name,) in store._db.sql.unfolded(store._db.connection)]
        assert sorted(name for name, _ in store.unfolded()) == looked_for
    store.close()
