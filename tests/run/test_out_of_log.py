"""What gateways put into a log is kept once and in order, whoever reads it and however often it was sent."""

from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chargeboard.domain.entries import Entry, Turn, in_order, transaction_id_of
from chargeboard.domain.frame import AHEAD_MOST, Frame
from chargeboard.domain.records import Overtaken
from chargeboard.run.receiving.out_of_log import OutOfLog, within_room

NOW = 10**15
FIXED = 1_545_819_867
"""So that no version gives another id: chargers keep it over an upgrade."""


@dataclass
class Message:
    position: int
    gateway: str
    number: int
    entries: list
    part: int = 0


def said(position, number, *entries, gateway="g", part=0):
    return Message(position, gateway, number, list(entries), part)


def heard(text, at=NOW, station="A"):
    return Entry((Frame(station, at, "in", text),))


def turn(what, name, at, station="A"):
    frame = Frame(station, at, "ws", f'["{what}","{name}"]', name)
    return Entry((frame,), Turn(what, station, name))


def texts(store, station="A"):
    return [found.frame.text for batch in store.frames_after(station, -1, 0) for found in batch]


def test_a_message_that_was_sent_twice_counts_once_and_one_that_is_missing_is_noticed(store):
    out = OutOfLog(store, {0: 1})
    taken = out.take([said(4, 1, heard("[1]")), said(5, 1, heard("[1]")), said(6, 2, heard("[2]"))], NOW)
    assert (texts(store), taken.missing, taken.heard) == (["[1]", "[2]"], {}, {"A"})
    again = OutOfLog(store, {0: 2})
    assert again.positions == {0: 6}
    taken = again.take([said(8, 2, heard("[2]")), said(9, 5, heard("[5]"))], NOW)
    assert (texts(store), taken.missing) == (["[1]", "[2]", "[5]"], {0: 2})


def test_who_was_overtaken_keeps_nothing(store):
    former = OutOfLog(store, {0: 1})
    OutOfLog(store, {0: 2})
    with pytest.raises(Overtaken):
        former.take([said(1, 1, heard("[1]"))], NOW)
    assert store.stations() == []


def test_parts_are_kept_together_and_none_where_one_is_another_one_s(store):
    out = OutOfLog(store, {0: 1, 1: 1})
    both = [
        said(4, 1, heard("[1]", station="A")),
        said(5, 1, heard("[1]", station="B"), part=1),
        said(7, 3, heard("[3]", station="B"), part=1),
    ]
    taken = out.take(both, NOW)
    assert (taken.heard, taken.missing) == ({"A", "B"}, {1: 1})
    assert out.positions == store.log_positions() == {0: 4, 1: 7}
    # the other one has the part from now on, and what this one goes on with counts for nobody
    other = OutOfLog(store, {1: 2})
    with pytest.raises(Overtaken):
        out.take([said(8, 2, heard("[2]", station="A")), said(9, 4, heard("[4]", station="B"), part=1)], NOW)
    assert texts(store, "A") == ["[1]"]
    assert store.log_positions() == {0: 4, 1: 7}
    other.take([said(9, 4, heard("[4]", station="B"), part=1)], NOW)
    again = OutOfLog(store, {0: 1, 1: 1})
    assert again.positions == {0: 4}, "a part that somebody reads who came later is not begun"
    again.take([said(8, 2, heard("[2]", station="A"))], NOW)
    assert (texts(store, "A"), texts(store, "B")) == (["[1]", "[2]"], ["[1]", "[3]", "[4]"])


def test_one_frame_that_cannot_be_kept_keeps_no_other_from_being_kept(store, monkeypatch, caplog):
    real = type(store).append_heard

    def append(self, frames, now):
        if any(frame.text == "bad" for frame in frames):
            raise ValueError("bad")
        real(self, frames, now)

    monkeypatch.setattr(type(store), "append_heard", append)
    out = OutOfLog(store, {0: 1})
    out.take([said(1, 1, heard("[1]"), heard("bad")), said(2, 2, heard("[2]"))], NOW)
    assert texts(store) == ["[1]", "[2]"]
    assert out.positions == {0: 2}
    assert "left out" in caplog.text


def test_what_a_gateway_that_is_gone_lost_is_told_where_its_charger_comes_back(store):
    out = OutOfLog(store, {0: 1})
    out.take([said(1, 1, turn("open", "c1", NOW))], NOW)
    store.lose_links_of("g", NOW + 5)
    out.take([said(2, 1, turn("open", "c2", NOW + 9), gateway="h")], NOW + 9)
    assert texts(store)[1:] == [f'["gap",{NOW + 5},{NOW + 9},"down"]', '["open","c2"]']
    assert store.lost_links_of_all() == []
    # one that came back before anybody noticed is told of by who notices
    out.take([said(3, 2, turn("open", "c3", NOW + 20), gateway="k")], NOW + 20)
    store.lose_links_of("h", NOW + 15)
    ((lost),) = store.lost_links_of_all()
    assert (lost.connection, lost.lost_at, lost.taken_at) == ("c2", NOW + 15, NOW + 20)


def test_a_connection_that_ends_is_held_by_nobody(store):
    out = OutOfLog(store, {0: 1})
    out.take([said(1, 1, turn("open", "c1", NOW), turn("close", "c1", NOW + 1))], NOW)
    store.lose_links_of("g", NOW + 5)
    assert store.lost_links_of_all() == []


@given(st.lists(st.tuples(st.sampled_from("AB"), st.integers(0, 50)), max_size=20))
def test_each_charger_is_stamped_in_the_order_of_the_log(frames):
    told = in_order([Frame(station, at, "in", "") for station, at in frames], {"A": 7})
    for station in "AB":
        stamps = [frame.received_at for frame in told if frame.station == station]
        assert stamps == sorted(set(stamps))
        assert station != "A" or not stamps or stamps[0] > 7
    assert [frame.station for frame in told] == [station for station, _ in frames]


def test_a_clock_that_was_far_ahead_moves_nobody_s_frames():
    late = Frame("A", 5, "in", "")
    assert in_order([late], {"A": 6 + AHEAD_MOST}) == [late]


def test_messages_are_taken_in_runs_that_name_no_more_chargers_than_a_commit_may():
    messages = [said(n, n, *(heard("", station=f"{n}-{k}") for k in range(3))) for n in range(5)]
    assert [len(run) for run in within_room(messages, most=7)] == [2, 2, 1]
    assert [len(run) for run in within_room(messages, most=2)] == [1] * 5


def test_a_start_that_is_said_again_is_given_the_same_id_by_any_gateway():
    assert transaction_id_of("A", "k") == FIXED
    assert transaction_id_of("A", "k") != transaction_id_of("B", "k")
    assert all(1 << 30 <= transaction_id_of("A", str(n)) < 1 << 31 for n in range(100))
