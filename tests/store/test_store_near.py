"""Who may be meant by an id that is nobody's is found among a bounded number of chargers."""

from contextlib import contextmanager

import apsw
import msgspec
import pytest

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.domain.records import FleetLine
from chargeboard.history.names import UnknownChargerError
from chargeboard.metrics.fleet import line_of
from chargeboard.run.answering.fleet_line import blank
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import NEVER, SECOND

NOON = 1_790_000_000 * SECOND
FEW, MANY = 400, 1600
SAID = '[2,"1","StatusNotification",{"connectorId":1,"errorCode":"NoError","status":"Available"}]'


def desk_of(number):
    desk = Desk(open_store(":memory:"), lambda name: Profile(id=name, policy=Policy()), lambda: NOON)
    names = [f"DEPOT-{n:04d}" for n in range(number)] + ["HARBOUR-7"]
    desk.store.append([Frame(name, NOON - SECOND, "in", SAID, "c", "ocpp1.6") for name in names])
    rows = [blank(desk.profile_of(name)) for name in names]
    desk.store.save_fleet([FleetLine(line_of(row), 1, NEVER, msgspec.json.encode(row)) for row in rows])
    return desk


@pytest.fixture(scope="module")
def desks():
    made = {number: desk_of(number) for number in (FEW, MANY)}
    yield made
    for desk in made.values():
        desk.store.close()


@contextmanager
def steps(store):
    done = []
    store._db.connection.trace_v2(
        apsw.SQLITE_TRACE_PROFILE,
        lambda told: done.append(told["stmt_status"]["SQLITE_STMTSTATUS_VM_STEP"]),
    )
    yield done
    store._db.connection.trace_v2(0, None)


def suggestions(desk, name):
    with pytest.raises(UnknownChargerError) as told:
        desk.board(name)
    return list(told.value.similar)


@pytest.mark.parametrize(
    ("asked", "meant"),
    [("DEPOT-0042x", "DEPOT-0042"), ("XHARBOUR-7", "HARBOUR-7"), ("depot-0007", "DEPOT-0007")],
)
def test_a_slip_at_any_place_of_an_id_is_told(desks, asked, meant):
    assert meant in desks[MANY].store.stations_near(asked)


def test_who_is_meant_is_the_first(desks):
    assert suggestions(desks[MANY], "XHARBOUR-7")[0] == "HARBOUR-7"


def test_it_costs_the_same_with_four_times_the_chargers(desks):
    costs = []
    for desk in desks.values():
        with steps(desk.store) as done:
            suggestions(desk, "DEPOT-0042x")
        costs.append((len(done), sum(done)))
    assert costs[0][0] == costs[1][0]
    assert costs[1][1] < 1.1 * costs[0][1]
