"""What nobody waits for is understood with others; what somebody looks at, at once."""

import pytest

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Profile
from chargeboard.history.opening import Histories
from chargeboard.run.understanding import chores, folding, lines, settling
from chargeboard.run.understanding.chores import Chores
from chargeboard.run.understanding.news import LIST
from chargeboard.run.understanding.projector import Projector
from chargeboard.run.understanding.worker import Understanding
from chargeboard.store import open_store
from chargeboard.time.instants import SECOND

NOW = 1_760_000_000 * SECOND
HEARTBEAT = '[2,"1","Heartbeat",{}]'
STATUS = '[2,"1","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"Available"}]'


class Clock:
    at_s = 1_000.0

    def __call__(self):
        return self.at_s


class Board(Projector):
    """Counts what is done."""

    def __init__(self, store):
        super().__init__(Histories(store, lambda station: Profile(id=station)), lambda: NOW)
        self.writes, self.told = [], []

    def fold_together(self, stations):
        self.writes.append(sorted(stations))
        return super().fold_together(stations)

    def tell(self, *stations):
        self.told += stations
        return super().tell(*stations)


@pytest.fixture
def clock(monkeypatch):
    clock = Clock()
    for one in (chores, folding, lines, settling):
        monkeypatch.setattr(one, "monotonic", clock)
    return clock


@pytest.fixture
def board(tmp_path):
    store = open_store(tmp_path / "b.db")
    yield Board(store)
    store.close()


@pytest.fixture
def yard(board, clock):
    return Yard(board, clock)


class Yard:
    """Chargers that are known, and say more."""

    def __init__(self, board, clock):
        self.board, self.clock, self.n = board, clock, 0
        self.chores = Chores(board, packs=False)
        self.say(*"ABC")
        self.chores.heard("ABC", NOW)
        self.work()
        self.clock.at_s += 1_000
        self.work()
        board.writes.clear()
        board.told.clear()

    def say(self, *stations, text=HEARTBEAT):
        self.n += 1
        at = NOW - 10_000 * SECOND + self.n * SECOND
        self.board.take([Frame(one, at, "in", text, "c", "ocpp1.6") for one in stations])

    def hear(self, *stations, is_routine=False, text=HEARTBEAT):
        self.say(*stations, text=text)
        self.chores.heard(stations, NOW, is_routine=is_routine)

    def work(self, after_s=0.0):
        self.clock.at_s += after_s
        while self.chores.work():
            pass

    def behind(self):
        return [one for one in "ABC" if self.board.store.is_behind(one)]


def test_news_of_many_are_one_write(yard):
    yard.hear("A", "B")
    yard.hear("C")
    yard.work()
    assert yard.board.writes == [["A", "B", "C"]]
    assert yard.behind() == []


def test_after_a_write_others_are_gathered_for_a_moment(yard):
    yard.hear("A")
    yard.work()
    yard.hear("B")
    yard.work()
    yard.hear("C")
    yard.work(0.1)
    assert yard.board.writes == [["A"]]
    yard.work(0.2)
    assert yard.board.writes == [["A"], ["B", "C"]]


def test_what_is_routine_waits_and_then_comes_with_what_came_since(yard):
    yard.hear("A")
    yard.work()
    for _ in range(5):
        yard.hear("A", is_routine=True)
        yard.work(20)
    assert yard.behind() == ["A"]
    yard.work(21)
    assert yard.behind() == []
    assert yard.board.writes == [["A"], ["A"]]


def test_right_after_a_start_what_is_routine_waits_for_a_moment_alone(yard):
    yard.chores.start()
    yard.work()
    yard.hear("A")
    yard.work(1)
    yard.hear("A", is_routine=True)
    yard.work(10)
    assert yard.behind() == ["A"]
    yard.work(6)
    assert yard.behind() == []


def test_news_take_along_what_is_routine(yard):
    yard.hear("A")
    yard.work()
    yard.hear("A", is_routine=True)
    yard.hear("A")
    yard.work(1)
    assert yard.behind() == []


def test_whom_somebody_looks_at_is_understood_at_once_and_stays_so_for_a_while(yard):
    yard.hear("A", "B")
    yard.work()
    yard.hear("A", "B", is_routine=True)
    yard.chores.looked_at(["A"])
    yard.work()
    assert yard.behind() == ["B"]
    yard.hear("A", is_routine=True)
    yard.work(1)
    assert yard.behind() == ["B"]
    yard.hear("A", is_routine=True)
    assert yard.chores.is_any_watched(["B", "A"])
    yard.clock.at_s += 10
    yard.hear("A", is_routine=True)
    yard.work()
    assert yard.behind() == ["B"], "it was due since it was looked at"
    yard.hear("A", is_routine=True)
    yard.work(1)
    assert yard.behind() == ["A", "B"]


def test_what_is_kept_of_whom_somebody_looks_at_is_understood_before_it_is_told(yard):
    yard.hear("A", "B")
    yard.work()
    yard.say("A", "B")
    yard.chores.looked_at(["A"])
    yard.work(1)
    assert yard.behind() == ["B"]
    before = len(yard.board.writes)
    yard.chores.looked_at(["A"])
    yard.work()
    assert len(yard.board.writes) == before, "nothing of it is new"


def test_nobody_is_called_behind_for_what_may_wait(yard):
    yard.hear("A")
    yard.work()
    yard.hear("A", is_routine=True)
    assert not yard.chores._folding.behind(NOW + 135 * SECOND)
    assert yard.chores._folding.behind(NOW + 150 * SECOND).slowest == "A"


def test_the_end_leaves_nothing_that_waits(yard):
    yard.hear("A")
    yard.work()
    yard.hear("A", "B", is_routine=True)
    yard.chores.finish()
    assert yard.behind() == []


def test_lines_are_not_made_for_every_frame(yard):
    for _ in range(20):
        yard.hear("A", is_routine=True)
        yard.work(121)
    assert len(yard.board.writes) == 20
    assert yard.board.told.count("A") <= 2


def test_a_line_tells_of_all_that_was_heard(yard):
    yard.chores.looked_at([LIST])
    yard.hear("A", text=STATUS)
    yard.work()
    yard.board.told.clear()
    yard.hear("A", text=STATUS.replace("Available", "Charging"))
    yard.work(1)
    yard.hear("A", is_routine=True)
    assert yard.board.told == []
    yard.work(10)
    assert yard.board.told == ["A"]
    assert yard.behind() == []


def test_what_waits_does_no_longer_where_an_alert_depends_on_it(yard):
    yard.hear("A")
    yard.work()
    yard.hear("A", is_routine=True)
    assert not yard.chores._folding.is_caught_up("A")
    yard.work(0.3)
    assert yard.chores._folding.is_caught_up("A")
    assert yard.behind() == []


def test_only_what_somebody_looks_at_wakes_who_understands(board):
    one = Understanding(Chores(board, packs=False))
    one.tell("A")
    one.tell("A", "routine")
    assert not one._news.is_set()
    one.tell("A", "looked_at")
    assert one._news.is_set()
    one._news.clear()
    one._chores.looked_at("A")
    one.tell("A")
    assert one._news.is_set()
