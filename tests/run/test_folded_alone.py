import json

import pytest

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.history import moving_on
from chargeboard.run.desk import Desk
from chargeboard.run.understanding.alone import StationFailedError, fold_all
from chargeboard.run.understanding.settle import settle
from chargeboard.run.upkeep.packing import pack
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, MINUTE, SECOND
from chargeboard.time.spans import Span
from of_engine import OfEngine
from projecting import projector_of

FOREVER = Span(-(2**62), 2**62)
POLICY = Policy()
T0 = 1_760_000_000 * SECOND


def status(minute, word, station="A"):
    payload = {"connectorId": 1, "status": word, "errorCode": "NoError"}
    text = json.dumps([2, str(minute), "StatusNotification", payload])
    return Frame(station, T0 + minute * MINUTE, "in", text, "c", "ocpp1.6")


def day(station="A"):
    """Statuses of a day, each quarter of an hour another."""
    words = ("Available", "Preparing", "Charging", "Finishing")
    return [status(15 * n, words[n % 4], station) for n in range(96)]


def rows(store, station="A"):
    return store.facts(station, FOREVER), store.progress(station).snapshot


def desk(store, now=T0 + HOUR):
    return Desk(store, lambda station: Profile(id=station, policy=POLICY), lambda: now)


def test_new_frames_are_folded_once(store):
    store.append(day())
    assert fold_all(store, "A", POLICY) == 96
    facts = store.facts("A", FOREVER)
    assert len(facts) > 90
    assert fold_all(store, "A", POLICY) == 0
    assert store.facts("A", FOREVER) == facts


def test_progress_tells_how_far_and_from_where_facts_are_new(store):
    store.append(day())
    fold_all(store, "A", POLICY)
    progress = store.progress("A")
    ats = [fact.at for fact in store.facts("A", FOREVER)]
    assert (progress.received_at, progress.seq) == (day()[-1].received_at, 96)
    assert (progress.first_fact_at, progress.newest_fact_at) == (min(ats), max(ats))
    assert progress.dirty_from == min(ats)


def test_what_was_dirty_stays_dirty_from_its_earliest(store):
    store.append(day()[:40])
    fold_all(store, "A", POLICY)
    before = store.progress("A").dirty_from
    store.append(day()[40:])
    fold_all(store, "A", POLICY)
    assert store.progress("A").dirty_from == before


def test_any_cut_gives_the_same_as_one_run(store):
    store.append(day("whole"))
    fold_all(store, "whole", POLICY)
    for cut in day("cut"):
        store.append([cut])
        fold_all(store, "cut", POLICY)
    assert rows(store, "cut") == rows(store, "whole")


def test_a_limit_stops_after_a_batch(store):
    store.append([status(n, "Available") for n in range(9000)])
    assert fold_all(store, "A", POLICY, limit=1) == 4096
    assert fold_all(store, "A", POLICY) == 9000 - 4096


def test_another_policy_that_facts_depend_on_folds_again(store):
    store.append(day())
    fold_all(store, "A", POLICY)
    assert fold_all(store, "A", Policy(timezone="Europe/Helsinki")) == 96
    assert fold_all(store, "A", Policy(timezone="Europe/Helsinki", min_success_energy_wh=5)) == 0


def test_a_frame_that_comes_late_gives_the_same_as_in_order(store):
    given = day()
    store.append([*given[:50], *given[51:]])
    fold_all(store, "A", POLICY)
    store.append([given[50]])
    assert fold_all(store, "A", POLICY) == 96
    ordered = open_store(":memory:")
    ordered.append(given)
    fold_all(ordered, "A", POLICY)
    assert rows(store) == rows(ordered)


def test_a_frame_from_before_1970_is_not_left_out(store):
    store.append([Frame("A", -HOUR, "in", day()[0].text, "c", "ocpp1.6")])
    assert fold_all(store, "A", POLICY) == 1


class Disturbed(OfEngine):
    """A store in which another process does its work at the worst moment: just before the first write."""

    disturb = None

    def save_batch(self, *given):
        self._disturbed()
        super().save_batch(*given)

    def settle(self, *given, **named):
        self._disturbed()
        super().settle(*given, **named)

    def _disturbed(self):
        disturb, self.disturb = self.disturb, None
        if disturb:
            disturb()


@pytest.fixture
def two(tmp_path):
    """Two processes on one file; the first can be disturbed."""
    other = open_store(tmp_path / "a.db")
    first = Disturbed(tmp_path / "a.db")
    yield first, other
    first.close()
    other.close()


def test_who_is_overtaken_by_another_projector_doubles_nothing(two):
    first, other = two
    first.append(day())
    first.disturb = lambda: fold_all(other, "A", POLICY)
    assert fold_all(first, "A", POLICY) == 0, "the other one did it all"
    calm = open_store(":memory:")
    calm.append(day())
    fold_all(calm, "A", POLICY)
    assert rows(first) == rows(calm)


def test_who_is_overtaken_while_settling_does_not_lose_the_new_facts(two):
    first, other = two
    first.append(day()[:60])
    fold_all(first, "A", POLICY)

    def disturb():
        other.append(day()[60:])
        fold_all(other, "A", POLICY)

    first.disturb = disturb
    settle(first, Profile(id="A"))
    calm = open_store(":memory:")
    calm.append(day())
    fold_all(calm, "A", POLICY)
    settle(calm, Profile(id="A"))
    assert first.progress("A").settled_until == calm.progress("A").settled_until is not None
    assert first.conclusions("A", FOREVER) == calm.conclusions("A", FOREVER)


def test_a_frame_that_slips_in_late_while_others_are_folded_is_folded_at_the_next_look(two):
    first, other = two
    given = day()
    first.append([*given[:50], *given[51:]])
    first.disturb = lambda: other.append([given[50]])
    fold_all(first, "A", POLICY)
    assert first.needs_refold("A")
    fold_all(first, "A", POLICY)
    calm = open_store(":memory:")
    calm.append(given)
    fold_all(calm, "A", POLICY)
    assert rows(first) == rows(calm)


def test_a_rebuild_gives_the_same_rows(store):
    for station in ("A", "B"):
        store.append(day(station))
        fold_all(store, station, POLICY)
    before = [rows(store, station) for station in ("A", "B")]
    for station in ("A", "B"):
        projector_of(desk(store)).rebuild(station)
    assert [rows(store, station) for station in ("A", "B")] == before


def test_one_station_that_fails_is_named_and_harms_no_other(store, monkeypatch):
    for station in ("A", "B", "C"):
        store.append(day(station))
    step = moving_on.step

    def failing(state, frame, *given):
        if frame.station == "B":
            raise ZeroDivisionError
        return step(state, frame, *given)

    monkeypatch.setattr(moving_on, "step", failing)
    with pytest.raises(StationFailedError, match="'B'") as error:
        fold_all(store, "B", POLICY)
    assert isinstance(error.value.__cause__, ZeroDivisionError)
    for station in ("A", "C"):
        projector_of(desk(store)).rebuild(station)
    with pytest.raises(StationFailedError, match="'B'"):
        projector_of(desk(store)).rebuild("B")
    assert store.progress("B").seq == 0
    assert [store.progress(station).seq for station in ("A", "C")] == [96, 96]


def test_frames_of_a_week_ago_are_packed_and_read_as_before(store):
    store.append(day())
    now = T0 + 7 * 24 * HOUR + 60 * MINUTE
    told = projector_of(desk(store, now))
    assert told.refresh("A") == 96
    before = rows(store)
    assert [pack(store, "A", now), pack(store, "A", now)] == [4, 0]
    assert sum(map(len, store.frames_after("A", 0, 0))) == 96
    told.rebuild("A")
    assert rows(store)[0] == before[0]
