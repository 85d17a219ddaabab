"""Many chargers folded in one write are what each of them folded alone is."""

from functools import partial

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeboard.demo.load.life import life
from chargeboard.demo.load.mix import Mix, id_of
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy
from chargeboard.run.understanding.alone import fold_all, fold_some
from chargeboard.run.understanding.together import fold_together
from chargeboard.store import open_store
from chargeboard.time.instants import SECOND
from chargeboard.time.spans import Span

T0 = 1_760_000_000 * SECOND
FOREVER = Span(-(2**62), 2**62)
MIX = Mix(utilization=1, losses_a_day=48, loss_s=300, faults=0.5, slow_clocks=0.5, slow_by_s=4_000)
STATIONS = [id_of(number) for number in range(4)]
POLICY = Policy()


def frames(number, count):
    story = life(number, MIX, T0)
    return [next(story) for _ in range(count)]


@pytest.fixture(scope="module")
def told():
    return [frames(number, 160) for number in range(len(STATIONS))]


def kept(store, station):
    progress = msgspec.structs.replace(store.progress(station), revision=0, settled_revision=0)
    return store.facts(station, FOREVER), progress


def fold(store):
    """One turn of all: together, and alone who is no plain case."""
    done = fold_together(store, STATIONS, lambda _: POLICY)
    for station in STATIONS:
        if station not in done or not done[station].is_all:
            while not fold_some(store, station, POLICY).is_all:
                pass


def test_chargers_that_are_heard_for_the_first_time_are_folded_in_one_write(tmp_path):
    store = open_store(tmp_path / "b.db")
    store.append([frame for number in range(len(STATIONS)) for frame in frames(number, 4)])
    assert set(fold_together(store, STATIONS, lambda _: POLICY)) == set(STATIONS)
    assert all(store.progress(station).revision == 1 for station in STATIONS)
    store.close()


def test_of_whom_frames_were_let_go_before_any_was_folded_is_folded_alone(tmp_path):
    store = open_store(tmp_path / "b.db")
    store.append([frame for number in range(len(STATIONS)) for frame in frames(number, 4)])
    store.let_frames_go("LOAD-00001", T0 + SECOND, b"{}")
    assert set(fold_together(store, STATIONS, lambda _: POLICY)) == set(STATIONS) - {"LOAD-00001"}
    store.close()


@given(cuts=st.lists(st.integers(0, 160), max_size=4).map(sorted), late=st.booleans())
def test_whatever_comes_between_two_turns_facts_and_state_are_those_of_each_alone(
    told, tmp_path_factory, cuts, late
):
    folder = tmp_path_factory.mktemp("together")
    ours, alone = open_store(folder / "ours.db"), open_store(folder / "alone.db")
    for begin, end in zip([0, *cuts], [*cuts, 160], strict=True):
        some = [frame for story in told for frame in story[begin:end]]
        if late and some:
            some = [some[-1], *some[:-1]]
        for store in (ours, alone):
            store.append(some)
        fold(ours)
    for station in STATIONS:
        fold_all(alone, station, POLICY)
        assert kept(ours, station) == kept(alone, station)
    ours.close()
    alone.close()


@pytest.fixture
def store(tmp_path):
    store = open_store(tmp_path / "b.db")
    store.append([frame for number in range(len(STATIONS)) for frame in frames(number, 40)])
    for station in STATIONS:
        fold_all(store, station, POLICY)
    yield store
    store.close()


def said(station, at, text="[]"):
    return Frame(station, at, "in", text, "c", "ocpp1.6")


def test_of_whom_another_writer_was_faster_nothing_is_saved_and_the_others_are(store):
    newest = max(store.progress(station).received_at for station in STATIONS) + SECOND
    store.append([said(station, newest) for station in STATIONS])
    overtaken = store.progress("LOAD-00001")
    ahead = store.plainly_ahead(STATIONS, 4096)
    fold_all(store, "LOAD-00001", POLICY)
    left = store.save_batches([([], one.progress) for one in ahead])
    assert left == ["LOAD-00001"]
    assert store.progress("LOAD-00001").revision == overtaken.revision + 1
    assert store.progress("LOAD-00002").revision == ahead[2].progress.revision + 1


@pytest.mark.parametrize(
    "spoil",
    [
        lambda store: store.append([said("LOAD-00001", T0 - SECOND)]),
        lambda store: store.forget("LOAD-00001"),
        lambda store: store.append([said("LOAD-00001", T0 + 10**12, "x" * (1 << 16))]),
    ],
    ids=["a late frame", "to be folded again", "a frame in a block"],
)
def test_who_is_no_plain_case_is_left_to_be_folded_alone(store, spoil):
    spoil(store)
    assert set(fold_together(store, STATIONS, lambda _: POLICY)) == set(STATIONS) - {"LOAD-00001"}


def test_other_settings_are_folded_alone_from_the_beginning(store):
    assert fold_together(store, STATIONS, lambda _: Policy(clock_skew_max_s=1)) == {}


def test_where_there_is_more_than_may_be_read_at_once_the_rest_is_left(store):
    newest = max(store.progress(station).received_at for station in STATIONS)
    store.append([said(station, newest + n * SECOND) for station in STATIONS for n in range(1, 4)])
    read = partial(store.plainly_ahead, STATIONS)
    assert [len(one.frames) for one in read(100)] == [3, 3, 3, 3]
    assert [len(one.frames) for one in read(8)] == [3, 3]


def test_a_charger_is_behind_until_its_newest_frame_is_folded(store):
    assert not store.is_behind("LOAD-00001")
    store.append([said("LOAD-00001", T0 + 10**12)])
    assert store.is_behind("LOAD-00001")
    fold_together(store, STATIONS, lambda _: POLICY)
    assert not store.is_behind("LOAD-00001")
    assert not store.is_behind("nobody")
