"""How far a log was read is written by one reader at a time, and by nobody who was overtaken."""

import pytest

from chargeboard.domain.frame import Frame
from chargeboard.domain.records import Overtaken
from chargeboard.ports.log import LogPosition, LogStep


def test_the_log_that_feeds_a_store_is_the_first_that_was_named(store):
    assert store.name_log("a") == "a"
    assert store.name_log("b") == "a"


def test_a_store_that_left_its_log_knows_nothing_of_it_and_may_be_fed_from_another(store):
    assert store.log_name() == ""
    store.name_log("a")
    store.begin_log_part(3, 4)
    assert store.log_name() == "a"
    store.leave_log()
    assert (store.log_name(), store.log_positions()) == ("", {})
    assert store.begin_log_part(3, 1) == LogPosition()
    assert store.name_log("b") == "b"


def test_a_position_goes_on_from_the_one_before_by_who_has_the_epoch(store):
    assert store.begin_log_part(3, 1) == LogPosition()
    store.advance_log_parts([LogStep(3, 1, 0, LogPosition(7, {"g": 2}))])
    assert store.begin_log_part(3, 2) == LogPosition(7, {"g": 2})
    for epoch, before in ((1, 7), (2, 0), (2, 6)):
        with pytest.raises(Overtaken):
            store.advance_log_parts([LogStep(3, epoch, before, LogPosition(9))])
    with pytest.raises(Overtaken):
        store.begin_log_part(3, 1)
    store.advance_log_parts([LogStep(3, 2, 7, LogPosition(9))])
    assert store.log_positions() == {3: 9}


def test_parts_go_on_together_and_none_does_where_one_is_another_one_s(store):
    for part, epoch in ((0, 1), (1, 1), (2, 2)):
        store.begin_log_part(part, epoch)
    store.advance_log_parts([LogStep(part, 1, 0, LogPosition(5, {"g": part})) for part in (0, 1)])
    steps = [LogStep(part, 1, 5 if part < 2 else 0, LogPosition(9)) for part in range(3)]
    with pytest.raises(Overtaken) as refused, store.together([]):
        store.advance_log_parts(steps)
    assert refused.value.args == ("2",)
    assert store.log_positions() == {0: 5, 1: 5, 2: 0}
    assert store.begin_log_part(1, 2) == LogPosition(5, {"g": 1})


def keep(store):
    with store.together(["A"]):
        store.append_heard([Frame("A", 5, "in", "[2,1]")])
        store.advance_log_parts([LogStep(0, 2, 0, LogPosition(9))])


def test_what_was_read_is_undone_with_what_it_came_with(store):
    store.begin_log_part(0, 1)
    with pytest.raises(Overtaken):
        keep(store)
    assert store.stations() == []
    assert store.log_positions() == {0: 0}


def test_when_chargers_were_heard_last_is_known_of_those_that_were(store):
    store.append([Frame("A", 5, "in", "[2,1]"), Frame("A", 7, "in", "[2,2]"), Frame("B", 6, "in", "[2,1]")])
    assert store.newest_frames_at(["A", "C"]) == {"A": 7}
