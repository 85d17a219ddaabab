import msgspec
import pytest

from chargeboard.demo.load import Tally
from chargeboard.demo.load.counting import Counting


def counted(*waits, sent="Heartbeat"):
    counting = Counting()
    counting.connected()
    for took_s in waits:
        counting.sent(sent)
        counting.answered(took_s, is_error=took_s > 1)
    return counting.tally()


def test_counts_of_processes_are_added_up():
    both = counted(0.1, 0.2).with_(counted(2, sent="Authorize"))
    assert both.sent == {"Heartbeat": 2, "Authorize": 1}
    assert (both.frames, both.answers, both.errors, both.connected) == (3, 3, 1, 2)


@pytest.mark.parametrize(("share", "wait_s"), [(0.5, 0.01), (0.98, 0.01), (0.995, 3)])
def test_a_wait_is_told_to_a_tenth(share, wait_s):
    tally = counted(*[0.01] * 98, 3, 3)
    assert tally.wait_s(share) == pytest.approx(wait_s, rel=0.1)


def test_of_nothing_there_is_no_wait():
    assert Tally().wait_s(0.99) == 0


def test_what_came_after_a_tally_is_told_without_what_was_before():
    counting = Counting()
    counting.connected()
    for waits_s in ([1] * 9, [0.1] * 3):
        before = counting.tally()
        for took_s in waits_s:
            counting.sent("Heartbeat")
            counting.answered(took_s, is_error=False)
    lately = counting.tally().since(before)
    assert (lately.sent, lately.answers, lately.connected, lately.connections) == ({"Heartbeat": 3}, 3, 1, 0)
    assert lately.wait_s(0.99) == pytest.approx(0.1, rel=0.1)


def test_who_hangs_up_is_connected_no_more():
    counting = Counting()
    counting.refused()
    counting.connected()
    counting.hung_up()
    tally = counting.tally()
    assert (tally.connected, tally.connections, tally.refused, tally.unanswered) == (0, 1, 1, 0)


def test_a_call_is_waited_for_until_it_is_answered_or_lost():
    counting, waited = Counting(), []
    for happens in (
        lambda: counting.sent("Heartbeat"),
        counting.lost,
        lambda: counting.sent("Heartbeat"),
        lambda: counting.answered(0.1, is_error=True),
        counting.refused,
    ):
        happens()
        waited.append(counting.is_waiting)
    assert waited == [True, False, True, False, False]


def test_how_late_chargers_spoke_is_told_of_the_time_since_it_was_asked_last():
    counting = Counting()
    counting.due(0.3)
    counting.due(0.1)
    first = counting.tally()
    counting.due(0.2)
    assert (first.late_s, counting.tally().late_s, counting.tally().late_s) == (0.3, 0.2, 0)


def test_a_tally_is_json_for_programs():
    tally = counted(0.1)
    assert msgspec.json.decode(msgspec.json.encode(tally), type=Tally) == tally
