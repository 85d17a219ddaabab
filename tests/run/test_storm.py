"""Very many chargers call in at once: who is understood first, and what of it may be late."""

import pytest

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Profile
from chargeboard.history.opening import Histories
from chargeboard.run.understanding import chores, folding, lines, settling
from chargeboard.run.understanding.chores import Chores
from chargeboard.run.understanding.news import LIST
from chargeboard.run.understanding.projector import Projector
from chargeboard.store import open_store
from chargeboard.time.instants import SECOND

NOW = 1_760_000_000 * SECOND
STATUS = '[2,"1","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"Available"}]'
FOLD_S = LINE_S = SETTLE_S = 0.1
MANY = [f"C{n:03}" for n in range(200)]


class Storm(Projector):
    """All that it does takes its time, by a clock of its own; of many none is a plain case."""

    def __init__(self, store, monkeypatch):
        super().__init__(Histories(store, lambda station: Profile(id=station)), lambda: NOW)
        self.at_s, self.together, self.folded, self.lines, self.settled = 1_000.0, [], [], [], []
        for one in (chores, folding, lines, settling):
            monkeypatch.setattr(one, "monotonic", lambda: self.at_s)
        self.chores = Chores(self, packs=False)
        self.chores.looked_at([LIST])

    def fold_together(self, stations):
        self.together.append(stations)
        return super().fold_together([one for one in stations if one not in MANY])

    def fold_some(self, station):
        self.at_s += FOLD_S
        self.folded.append(station)
        return super().fold_some(station)

    def settle_some(self, station):
        self.at_s += SETTLE_S
        self.settled.append(station)
        return super().settle_some(station)

    def tell(self, *stations):
        self.at_s += LINE_S * len(stations)
        self.lines += stations
        return super().tell(*stations)

    def hear(self, stations):
        at = NOW - 1_000 * SECOND
        self.take([Frame(one, at, "in", STATUS, "c", "ocpp1.6") for one in stations])
        self.chores.heard(stations, NOW)

    def work(self, parts):
        for _ in range(parts):
            self.chores.work()

    def understand(self):
        while not set(MANY) <= set(self.folded):
            self.chores.looked_at([LIST])
            assert self.chores.work()


@pytest.fixture
def storm(tmp_path, monkeypatch):
    store = open_store(tmp_path / "b.db")
    yield Storm(store, monkeypatch)
    store.close()


def test_while_chargers_wait_to_be_folded_lines_take_a_fifth_of_the_time_and_no_less(storm):
    began_s = storm.at_s
    storm.hear(MANY)
    storm.understand()
    part_s = lines._TOGETHER * LINE_S
    lines_s, all_s = LINE_S * len(storm.lines), storm.at_s - began_s
    assert all_s / 5 - 2 * part_s <= lines_s <= all_s / 5 + part_s


def test_so_does_settling(storm, monkeypatch):
    monkeypatch.setattr(storm.chores, "_make_lines", lambda: False)
    known = [f"K{n:03}" for n in range(100)]
    storm.take([Frame(one, NOW - 1_000 * SECOND, "in", STATUS, "c", "ocpp1.6") for one in known])
    for one in known:
        storm.fold(one)
    storm.chores.heard(known, NOW)  # to be settled at once, for nothing is new
    storm.hear(MANY)
    began_s = storm.at_s
    storm.understand()
    settling_s, all_s = SETTLE_S * len(storm.settled) + LINE_S * len(storm.lines), storm.at_s - began_s
    assert all_s / 5 - 2 <= settling_s <= all_s / 5 + 2


def test_all_lines_are_made_once_nobody_waits_any_more(storm):
    storm.hear(MANY)
    storm.understand()
    storm.at_s += 10
    while storm.chores.work():
        pass
    assert set(storm.lines) == set(MANY)


@pytest.mark.parametrize("already", [0, 20])
def test_whoever_is_looked_at_is_folded_before_all_who_wait(storm, already):
    storm.hear(MANY)
    storm.work(already)
    storm.chores.looked_at(MANY[-1:])
    storm.work(4)
    assert MANY[-1] in storm.folded


def test_of_those_at_whom_nobody_looks_who_was_heard_first_is_folded_first(storm, monkeypatch):
    known, new = MANY[:2]
    storm.hear([known])
    storm.work(20)
    storm.at_s += 1_000
    monkeypatch.setattr(folding, "_TOGETHER", 1)
    monkeypatch.setattr(storm.chores, "_make_lines", lambda: False)  # a line takes along what waits
    storm.hear([new])
    storm.at_s += 1
    storm.hear([known])
    storm.together.clear()
    storm.work(4)
    assert storm.together[0] == [new]


def test_a_watched_charger_with_much_to_be_folded_does_not_hold_up_others(storm):
    storm.hear(MANY)
    storm.work(6)
    for _ in range(20):
        storm.chores.looked_at(MANY[:1])
        storm.work(4)
    assert len(set(storm.folded)) > 20
