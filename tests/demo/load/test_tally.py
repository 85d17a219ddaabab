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
    return counting.tally


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


def test_who_hangs_up_is_connected_no_more():
    counting = Counting()
    counting.connected()
    counting.lost()
    counting.hung_up()
    assert (counting.tally.connected, counting.tally.connections, counting.tally.unanswered) == (0, 1, 1)


def test_a_tally_is_json_for_programs():
    tally = counted(0.1)
    assert msgspec.json.decode(msgspec.json.encode(tally), type=Tally) == tally
