import pytest

from chargeboard.capture import gathering
from chargeboard.capture.gathering import Gathered, JournalKeeper
from chargeboard.domain.frame import Frame
from chargeboard.time.instants import HOUR, MINUTE

DAY = 24 * HOUR


class Kept(list):
    def begin_delivery(self):
        pass

    def keep(self, station, frames):
        assert {frame.station for frame in frames} == {station}
        self.append((station, [frame.received_at for frame in frames]))

    def kept(self):
        return 0


@pytest.fixture
def kept():
    return Kept()


def gather(kept, stamps, station="A", text="[]"):
    gathered = Gathered(kept)
    for at in stamps:
        gathered.add(Frame(station, at, "in", text))
    return gathered


def test_of_a_charger_whole_days_are_kept_and_the_last_waits_for_more(kept):
    stamps = [n * MINUTE for n in range(4_096)]
    gathered = gather(kept, stamps)
    assert kept == [("A", [at for at in stamps if at < 2 * DAY])]
    gathered.hand_over_all()
    assert kept[1:] == [("A", [at for at in stamps if at >= 2 * DAY])]
    gathered.hand_over_all()
    assert len(kept) == 2


def test_a_day_of_more_frames_than_are_held_is_kept_in_parts(kept):
    gather(kept, range(8_192))
    assert [stamps[0] for _, stamps in kept] == [0, 4_096]


def test_what_is_kept_together_ascends_and_equal_instants_stay_as_they_came(kept):
    gathered = Gathered(kept)
    for at in (3, 1, 2):
        gathered.add(Frame("A", at, "in", "[]"))
    gathered.hand_over_all()
    assert kept == [("A", [1, 2, 3])]


def test_of_many_chargers_a_bounded_number_is_held(kept, monkeypatch):
    monkeypatch.setattr(gathering, "_OF_ALL", 100)
    gathered = Gathered(kept)
    for n in range(100):
        assert not kept
        gathered.add(Frame(str(n), n, "in", "[]"))
    assert [station for station, _ in kept] == [str(n) for n in range(100)]
    assert gathered.stations == {str(n) for n in range(100)}


def test_of_long_frames_few_are_held(kept, monkeypatch):
    monkeypatch.setattr(gathering, "_CHARACTERS", 1_000)
    gather(kept, range(10), text="x" * 250)
    assert [stamps for _, stamps in kept] == [[0, 1, 2, 3], [4, 5, 6, 7]]


def test_what_the_room_for_all_is_counted_by_is_given_back(kept, monkeypatch):
    monkeypatch.setattr(gathering, "_OF_ALL", 5_000)
    stamps = [n * MINUTE for n in range(2 * DAY // MINUTE, 2 * DAY // MINUTE + 9_000)]
    gather(kept, stamps)
    assert max(len(some) for _, some in kept) <= 4_096
    assert [at for _, some in kept for at in some] == stamps[: sum(len(some) for _, some in kept)]
    # no more than the last day of them was ever kept back
    assert len(stamps) - sum(len(some) for _, some in kept) < 4_096


def test_frames_are_hidden_and_the_new_ones_counted_by_delivery():
    class Journal:
        def begin_delivery(self):
            self.got = []

        def append(self, frames, old_before):
            self.got += [(frame.text, old_before) for frame in frames]
            return len(frames) - 1

    journal = Journal()
    keeper = JournalKeeper(journal, lambda text: text.replace("secret", "***"), 7)
    keeper.begin_delivery()
    keeper.keep("A", [Frame("A", 1, "in", "a secret"), Frame("A", 2, "in", "none")])
    keeper.keep("A", [Frame("A", 3, "in", "b"), Frame("A", 4, "in", "c")])
    assert (journal.got[:2], keeper.kept()) == ([("a ***", 7), ("none", 7)], 2)
    keeper.begin_delivery()
    assert keeper.kept() == 0
