"""Who settles a charger makes its line of the list of what was concluded on the way."""

import msgspec
import pytest

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Profile
from chargeboard.history import behind
from chargeboard.run.desk import Desk
from chargeboard.run.understanding import projector as run_projector
from chargeboard.store import open_store
from chargeboard.time.instants import HOUR, MINUTE, text_of
from projecting import projector_of

BEGIN = 1_780_000_000_000_000
CHARGER = "CP1"
FAULTED = '[2,"other","StatusNotification",{"connectorId":2,"status":"Faulted","errorCode":"GroundFailure"}]'


def status(minute, word):
    at = BEGIN + minute * MINUTE
    said = f'{{"connectorId":1,"status":"{word}","errorCode":"NoError","timestamp":"{text_of(at)}"}}'
    return Frame(CHARGER, at, "in", f'[2,"{minute}","StatusNotification",{said}]', "c", "ocpp1.6")


@pytest.fixture
def clock():
    return [BEGIN]


@pytest.fixture
def desk(clock):
    store = open_store(":memory:")
    yield Desk(store, lambda name: Profile(id=name), lambda: clock[0])
    store.close()


@pytest.fixture
def times_concluded(monkeypatch):
    counted, tail = [], behind.tail
    monkeypatch.setattr(behind, "tail", lambda *given, **more: counted.append(1) or tail(*given, **more))
    return counted


def live(desk, clock):
    for minute in range(0, 120, 10):
        desk.store.append([status(minute, ("Preparing", "Available")[minute // 10 % 2])])
        clock[0] = BEGIN + minute * MINUTE
        projector_of(desk).fold(CHARGER)
        projector_of(desk).settle(CHARGER)


def told(desk, clock):
    fresh = Desk(desk.store, lambda name: Profile(id=name), lambda: clock[0])
    return [one.board(CHARGER, at=clock[0]) for one in (desk, fresh)]


def test_nothing_is_concluded_a_second_time(desk, clock, times_concluded):
    live(desk, clock)
    settled = len(times_concluded)
    mine, anew = told(desk, clock)
    assert settled < 3, "before there was anything to go on from"
    assert mine == anew


@pytest.mark.sqlite("it hears what is asked of the file")
def test_nothing_that_is_stored_is_read_a_second_time(desk, clock, monkeypatch):
    live(desk, clock)
    asked, projector, connection = [], projector_of(desk), desk.store._db.connection
    tell = projector.tell

    def heard(*stations):
        connection.set_exec_trace(lambda _, sql, __: asked.append(sql) or True)
        tell(*stations)
        connection.set_exec_trace(None)

    monkeypatch.setattr(projector, "tell", heard)
    projector.take([status(120, "Preparing")])
    clock[0] = BEGIN + 120 * MINUTE
    projector.fold(CHARGER)
    projector.settle(CHARGER)
    assert asked
    tables = [
        "segment",
        "attempt",
        "gap",
        "no_energy",
        "station_error",
        "station_day",
        "session",
        "session_day",
        "fact",
    ]
    assert not [
        sql for sql in asked for table in tables if f"from {table}\n" in sql or f"from {table} " in sql
    ]
    mine, anew = told(desk, clock)
    assert mine == anew


def test_what_time_alone_changes_is_concluded_anew(desk, clock, times_concluded):
    live(desk, clock)
    settled = len(times_concluded)
    clock[0] += HOUR
    mine, anew = told(desk, clock)
    assert len(times_concluded) == settled + 2
    assert mine == anew


def test_of_a_log_it_is_concluded_for_who_looks_as_nobody_listens_behind_its_end(
    desk, clock, times_concluded
):
    desk.store.put_log(CHARGER, is_log=True)
    live(desk, clock)
    assert len(times_concluded) == 12
    mine, anew = told(desk, clock)
    assert mine == anew


def test_what_another_process_understood_meanwhile_is_not_left_out(desk, clock, monkeypatch):
    live(desk, clock)
    settle, other = run_projector.settle, Desk(desk.store, lambda name: Profile(id=name), lambda: clock[0])

    def settle_and_wait(store, profile):
        settled = settle(store, profile)
        monkeypatch.undo()
        other.store.append([msgspec.structs.replace(status(120, "Faulted"), text=FAULTED)])
        projector_of(other).refresh(CHARGER)
        return settled

    desk.store.append([status(120, "Preparing")])
    clock[0] = BEGIN + 120 * MINUTE
    projector_of(desk).fold(CHARGER)
    monkeypatch.setattr(run_projector, "settle", settle_and_wait)
    projector_of(desk).settle(CHARGER)
    mine, anew = told(desk, clock)
    assert [row.socket for row in anew.now] == [1, 2]
    assert mine == anew
