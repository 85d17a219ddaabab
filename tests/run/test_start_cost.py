"""What a start looks at is what is left to do, however many chargers there are: counted, never timed."""

from contextlib import contextmanager

import apsw
import pytest

from chargeboard.cli.place import Place
from chargeboard.cli.server.beginning import begin_serving
from chargeboard.config import Settings, Value
from chargeboard.domain.frame import Frame
from chargeboard.domain.records import Charger
from chargeboard.run.desk import Desk
from chargeboard.run.understanding import chores, folding, lines, settling
from chargeboard.run.understanding.chores import Chores
from chargeboard.store.sqlite.connection import SqliteDatabase
from chargeboard.time.instants import SECOND
from projecting import projector_of

T0 = 1_760_000_000 * SECOND
FEW, MANY = 40, 400
_TURNS, _STEP_S = 250, 30
"""Two hours: whoever was heard is settled by then."""
SAID = '[2,"1","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"Available"}]'
TROUBLE = '[2,"2","StatusNotification",{"connectorId":1,"errorCode":"GroundFailure","status":"Faulted"}]'


class Site:
    """A database of so many chargers, and who serves it."""

    def __init__(self, folder, monkeypatch, number=3):
        self.at_s = 0.0
        for module in (chores, folding, lines, settling):
            monkeypatch.setattr(module, "monotonic", lambda: self.at_s)
        self.path = str(folder / f"{number}.db")
        self.policy, self.settled_at_s = {}, []
        with Place(self.settings).store(is_made=True) as store:
            store.append([Frame(name_of(n), T0 + n, "in", SAID, "c", "ocpp1.6") for n in range(number)])

    @property
    def settings(self):
        policy = {key: Value(value, "file") for key, value in self.policy.items()}
        return Settings({"db": Value(self.path, "file")}, policy)

    def hears(self, *texts, station="C-0001", at=T0 + 3600 * SECOND, is_folded=False):
        with Place(self.settings).store() as store:
            store.append([Frame(station, at + n, "in", text, "c", "ocpp1.6") for n, text in enumerate(texts)])
            if is_folded:
                projector_of(desk_over(Place(self.settings), store)).fold(station)

    def serves(self, until=lambda _: False):
        """One start and all that follows from it: whose lines were made, and what the database had to do."""
        place, made = Place(self.settings), []
        with place.store() as store, steps(store) as done:
            begin_serving(place, store)
            projector = projector_of(desk_over(place, store))
            tell, settle, begin_s = projector.tell, projector.settle_some, self.at_s
            projector.settle_some = lambda one: self.settled_at_s.append(self.at_s - begin_s) or settle(one)
            projector.tell = lambda *stations: made.extend(stations) or tell(*stations)
            work = Chores(projector, packs=False)
            work.start()
            for _ in range(_TURNS):
                self.at_s += _STEP_S
                while not until(made) and work.work():
                    pass
        return sorted(set(made)), len(done), sum(done)


def desk_over(place, store):
    return Desk(store, lambda station: place.profile(store, station), lambda: T0 + 3700 * SECOND)


def name_of(n):
    return f"C-{n:04d}"


@contextmanager
def steps(store):
    """What SQLite had to do meanwhile, in steps of its machine, and statements; of another engine nothing."""
    done = []
    if not isinstance(store.database, SqliteDatabase):
        yield done
        return
    connection = store._db.connection
    connection.trace_v2(
        apsw.SQLITE_TRACE_PROFILE,
        lambda told: done.append(told["stmt_status"]["SQLITE_STMTSTATUS_VM_STEP"]),
    )
    yield done
    connection.trace_v2(0, None)


@pytest.fixture
def site(tmp_path, monkeypatch):
    return Site(tmp_path, monkeypatch)


@pytest.mark.sqlite("it counts the steps of its machine")
def test_a_start_where_nothing_changed_costs_the_same_with_ten_times_the_chargers(tmp_path, monkeypatch):
    costs = []
    for number in (FEW, MANY):
        site = Site(tmp_path, monkeypatch, number)
        assert len(site.serves()[0]) == number
        made, statements, done = site.serves()
        assert made == []
        costs.append((statements, done))
    assert costs[0] == costs[1]


def test_who_was_heard_meanwhile_is_looked_at_alone(site):
    site.serves()
    site.hears(TROUBLE)
    assert site.serves()[0] == ["C-0001"]
    assert site.serves()[0] == []


def test_so_is_who_was_folded_and_nothing_else(site):
    site.serves()
    site.hears(TROUBLE, is_folded=True)
    assert site.serves()[0] == ["C-0001"]
    assert site.serves()[0] == []


@pytest.mark.parametrize(("hours", "is_at_once"), [(1, False), (3, True)])
def test_who_was_not_settled_for_long_is_at_the_start_and_the_others_in_their_turn(site, hours, is_at_once):
    site.serves()
    site.settled_at_s.clear()
    site.hears(TROUBLE, at=T0 + hours * 3600 * SECOND, is_folded=True)
    site.serves()
    assert site.settled_at_s
    assert (min(site.settled_at_s) < 60) == is_at_once


def test_all_are_looked_at_where_settings_changed_and_only_once(site):
    site.serves()
    site.policy = {"offline_k": 3}
    assert site.serves()[0] == ["C-0000", "C-0001", "C-0002"]
    assert site.serves()[0] == []


def test_who_was_not_looked_at_before_the_end_is_at_the_next_start(tmp_path, monkeypatch):
    site = Site(tmp_path, monkeypatch, FEW)
    site.serves()
    site.policy = {"timezone": "Europe/Berlin"}
    begun = site.serves(until=lambda made: len(made) >= FEW // 2)[0]
    rest = site.serves()[0]
    assert FEW // 2 <= len(begun) < FEW
    assert {*begun, *rest} == {name_of(n) for n in range(FEW)}
    assert site.serves()[0] == []


def test_a_charger_that_was_set_is_found_by_its_site_whoever_was_stopped_in_between(site):
    site.serves()
    with Place(site.settings).store() as store:
        store.save_charger(Charger(id="C-0002", site="Harbour"))
    assert site.serves()[0] == ["C-0002"]
    with Place(site.settings).store() as store:
        assert sites(store) == ["", "", "Harbour"]


def sites(store):
    with store.reading() as connection:
        rows = connection.execute("select site from fleet_line order by station").fetchall()
    return [site for (site,) in rows]
