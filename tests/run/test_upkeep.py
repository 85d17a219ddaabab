"""What is done for the file, and what is told of it."""

import queue
from threading import Event

import pytest

from chargeboard.domain.figures.impairment import Impairment
from chargeboard.domain.records import Unavailable
from chargeboard.run.upkeep import file_care as module
from chargeboard.run.upkeep.file_care import FileCare
from chargeboard.web.pages.impairment_line import impairment_line

PATIENCE_S = 60


class Series:
    """Backups that go as a test says."""

    def __init__(self):
        self.due = 0.0
        self.outcomes = queue.Queue()
        self.made = Event()

    def due_in_s(self):
        return self.due

    def make(self):
        outcome = self.outcomes.get(timeout=PATIENCE_S)
        if isinstance(outcome, Exception):
            self.made.set()
            raise outcome
        self.due = 3600.0
        self.made.set()
        return outcome


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(module, "_EXAMINE_EVERY_S", 0.01)
    monkeypatch.setattr(module, "_AGAIN_AFTER_S", 0.01)
    monkeypatch.setattr(module, "_SHARE", 1.0)


def running(examine, backups=None):
    upkeep = FileCare(examine, backups)
    upkeep.start()
    return upkeep


def until(claim):
    waited = Event()
    for _ in range(PATIENCE_S * 100):
        if claim():
            return
        waited.wait(0.01)
    pytest.fail("it did not come to be")


def test_damage_is_told_and_taken_back(quick):
    found = [""]
    upkeep = running(lambda: found[0])
    assert not upkeep.added_to(Impairment())
    found[0] = "page 7 is torn"
    until(lambda: upkeep.added_to(Impairment()).damage == "page 7 is torn")
    assert upkeep.added_to(Impairment(why="full")).why == "full"
    found[0] = ""
    until(lambda: not upkeep.added_to(Impairment()))
    upkeep.stop()


def test_a_backup_that_fails_is_told_until_one_is_made(quick):
    series = Series()
    upkeep = running(str, series)
    series.outcomes.put(Unavailable("The disk is full"))
    until(lambda: upkeep.added_to(Impairment()).backup == "The disk is full")
    series.outcomes.put(PermissionError(13, "no way in"))
    until(lambda: "no way in" in upkeep.added_to(Impairment()).backup)
    series.outcomes.put("made")
    until(lambda: not upkeep.added_to(Impairment()))
    upkeep.stop()


def test_what_nobody_thought_of_ends_nothing(quick):
    answers = iter([RuntimeError("odd"), ""])

    def examine():
        answer = next(answers, "found")
        if isinstance(answer, Exception):
            raise answer
        return answer

    upkeep = running(examine)
    until(lambda: upkeep.added_to(Impairment()).damage == "found")
    upkeep.stop()


def test_a_file_that_takes_long_to_look_at_is_looked_at_less_often(monkeypatch):
    clock = [0.0]
    monkeypatch.setattr(module, "monotonic", lambda: clock[0])

    def examine():
        clock[0] += 30.0
        return ""

    upkeep = FileCare(examine, None)
    upkeep._look()
    assert upkeep._examine_at == 30.0 + 3000.0
    quick = FileCare(str, None)
    quick._look()
    assert quick._examine_at == 30.0 + 60.0


def test_that_the_disk_is_nearly_full_is_told_before_it_is_and_taken_back(quick, monkeypatch, caplog):
    monkeypatch.setattr(module, "_MEASURE_EVERY_S", 0.01)
    left = [None]
    told_to_alerts = []
    upkeep = FileCare(str, None, lambda: left[0], told_to_alerts.append)
    upkeep.start()
    for days, told in ((30, None), (6, 6), (0, 0), (7, None)):
        left[0] = days
        until(lambda told=told: upkeep.added_to(Impairment()).days_left == told)
    upkeep.stop()
    assert [one.days_left for one in told_to_alerts[-1:]] == [None]
    assert {one.days_left for one in told_to_alerts} == {None, 6, 0}
    warned = Impairment(days_left=3)
    assert warned.is_to_be_told
    assert not warned.is_fault, "nothing has to be restarted for it"
    assert impairment_line(warned, 0).startswith("The disk is full in 3 days if as much comes in as lately")
    assert "The disk is full in 6 days" in caplog.text
