"""Who writes of a charger waits for nobody who writes of another one; what is counted of all stays whole."""

import random
import threading

import pytest

from chargeboard.domain.frame import Frame
from chargeboard.domain.records import Charger, Credential, Unforeseen
from chargeboard.store import store_at

PATIENCE_S = 60
STATIONS = [f"CP{n}" for n in range(6)]


@pytest.fixture
def opened(postgres, tmp_path):
    stores = []

    def open_one():
        stores.append(store_at(postgres, str(tmp_path)).open())
        return stores[-1]

    yield open_one
    for store in stores:
        store.close()


def beside(work):
    """Do something in a thread; `is_set` of what is returned says whether it is done."""
    done = threading.Event()
    threading.Thread(target=lambda: (work(), done.set()), daemon=True).start()
    return done


def heard(store, station, at):
    with store.together([station]):
        store.append_heard([Frame(station, at, "in", "[2]", "c")])


def test_who_writes_of_another_charger_does_not_wait(opened):
    ours, theirs = opened(), opened()
    with ours.together(["A"]):
        ours.append_heard([Frame("A", 1, "in", "[2]")])
        assert beside(lambda: heard(theirs, "B", 1)).wait(PATIENCE_S)
    assert ours.stations() == ["A", "B"]


@pytest.mark.parametrize("theirs_of", [["B", "A"], None, [f"X{n}" for n in range(600)]])
def test_who_writes_of_the_same_one_or_of_anybody_waits(opened, theirs_of):
    ours, theirs, begun = opened(), opened(), threading.Event()

    def write():
        begun.set()
        with theirs.together(theirs_of):
            theirs.put_log("A", is_log=True) if theirs_of is None else None

    with ours.together(["A"]):
        done = beside(write)
        assert begun.wait(PATIENCE_S)
        assert not done.wait(0.2)
    assert done.wait(PATIENCE_S)


def test_what_is_of_nobody_waits_for_nobody(opened):
    ours, theirs = opened(), opened()
    with ours.together():
        assert beside(lambda: theirs.put_alive(1)).wait(PATIENCE_S)


def test_what_was_not_named_is_not_written(opened):
    store = opened()
    with pytest.raises(Unforeseen), store.together(["A"]):
        store.append([Frame("B", 1, "in", "[2]")])
    assert store.stations() == []


def test_frames_of_a_charger_that_was_merged_meanwhile_are_kept_with_the_other(opened):
    store = opened()
    store.append([Frame("A", 1, "in", "[2]"), Frame("B", 1, "in", "[2]")])
    store.save_charger(Charger(id="A", merged_into="B", merged_at=2))
    with pytest.raises(Unforeseen), store.together(["A"]):
        store.append_heard([Frame("A", 5, "in", "[2]")], 5)
    with store.together(["A", "B"]):
        store.append_heard([Frame("A", 5, "in", "[2]")], 5)
    assert [stored.frame.received_at for batch in store.frames_after("B", 0, 0) for stored in batch] == [1, 5]


def test_many_writers_lose_nothing_and_wait_for_each_other_in_no_circle(opened):
    written, failed = [], []

    def write(number):
        store, luck = opened(), random.Random(number)
        try:
            for turn in range(40):
                some = luck.sample(STATIONS, 3)
                with store.together(some):
                    for station in some:
                        store.append_heard([Frame(station, turn * 10 + number, "in", f"[{number}]", "c")])
                        written.append(station)
                store.save_credential(Credential(station=f"N{number}-{turn}", approved=True))
        except Exception as error:  # noqa: BLE001 - told by the thread that looks
            failed.append(error)

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    seen, known, reader = [], 0, opened()
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        for change, station in reader.changed_credentials(known):
            seen.append(station)
            known = change
    for thread in threads:
        thread.join()
    seen += [station for _, station in reader.changed_credentials(known)]
    assert failed == []
    # who reads by number passes nobody
    assert sorted(seen) == sorted(f"N{number}-{turn}" for number in range(4) for turn in range(40))
    for station in STATIONS:
        seqs = [stored.seq for batch in reader.frames_after(station, -1, 0) for stored in batch]
        assert sorted(seqs) == list(range(1, written.count(station) + 1))


def test_who_is_stopped_in_the_middle_keeps_others_out_for_a_bounded_time(opened):
    store = opened()
    with store.together(["A"]):
        ((told,),) = store.database.connection.execute(
            "select current_setting('idle_in_transaction_session_timeout')"
        ).fetchall()
    assert told == "15s"
    with store.reading():
        ((told,),) = store.database.connection.execute(
            "select current_setting('idle_in_transaction_session_timeout')"
        ).fetchall()
    assert told == "0"
