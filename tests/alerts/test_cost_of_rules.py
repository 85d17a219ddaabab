"""Rules cost what changed, however many chargers there are: counted, never timed."""

import apsw
import pytest

from chargeboard.alerts.notice import Group, Member
from chargeboard.alerts.rule import Kind, Rule
from watching import Yard, at

FEW, MANY = 20, 2_000


@pytest.fixture
def yard():
    made = []

    def make(**options):
        made.append(Yard(*(Rule(name=kind.value, kind=kind) for kind in Kind), **options))
        return made[-1]

    yield make
    for one in made:
        one.close()


def turn(one):
    """What SQLite had to do in a turn in which nothing is due: statements, and steps of its machine."""
    told, done = [], []
    one.watch.work(told.append)
    connection = one.store._db.connection
    connection.trace_v2(
        apsw.SQLITE_TRACE_PROFILE,
        lambda event: done.append(event["stmt_status"]["SQLITE_STMTSTATUS_VM_STEP"]),
    )
    assert not one.watch.work(told.append)
    connection.trace_v2(0, None)
    assert told == [], "nobody was looked at"
    return len(done), sum(done)


@pytest.mark.sqlite("it counts the steps of its machine")
def test_where_nothing_changed_nobody_is_looked_at_and_nothing_is_gone_through(yard):
    found = []
    for number in (FEW, MANY):
        one = yard()
        with one.store.together():
            for n in range(number):
                member = Member(station=f"C{n}", since=one.now, known_at=one.now)
                group = Group(key=f"charger C{n}", members=(member,))
                one.store.save_alert_group("no_session", group, at(10_000))
        found.append(turn(one))
    assert found[0] == found[1]


def test_each_board_that_is_made_is_looked_at_once_and_no_board_is_made_for_rules(yard, monkeypatch):
    one = yard(number=3)
    looks, tells = [], []
    look, tell = one.watch.look, one.projector.tell
    monkeypatch.setattr(one.watch, "look", lambda made: (looks.append(made.history.station), look(made)))
    monkeypatch.setattr(one.projector, "tell", lambda *names: (tells.extend(names), tell(*names))[1])
    one.status(0, "Available")
    for station in one.stations:
        one.projector.tell(station)
    assert looks == tells[: len(looks)] == one.stations * (len(looks) // 3)
    looks.clear()
    tells.clear()
    for _ in range(50):
        one.watch.work(one.projector.tell)
    assert looks == tells == []
