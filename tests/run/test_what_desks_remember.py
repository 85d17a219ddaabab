"""What desks remember stays within its bound, however many chargers are looked at: counted in bytes."""

import gc
import tracemalloc
from contextlib import contextmanager

import apsw
import msgspec
import pytest

from chargeboard.cli import place as module
from chargeboard.cli.place import Place
from chargeboard.config import Settings
from chargeboard.domain.figures.board import FleetRow, SocketNow
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Profile
from chargeboard.run.answering import fleet
from chargeboard.run.answering.fleet_line import blank
from chargeboard.run.desk import Desk
from chargeboard.store.sqlite import connection
from chargeboard.time.instants import HOUR, MINUTE, text_of
from chargeboard.time.spans import Span
from projecting import projector_of

NOW = 1_760_000_000_000_000
FEW, MANY = 6, 40
EACH_BYTES = 128 << 10
CACHE_KIB = 64


def name_of(n):
    return f"C-{n:03d}"


def status(station, n):
    at = NOW - 20 * HOUR + n * 10 * MINUTE
    word = ("Preparing", "Charging", "Finishing", "Available")[n % 4]
    said = (
        f'{{"connectorId":1,"status":"{word}","errorCode":"NoError","vendorErrorCode":"{station}-{n}",'
        f'"timestamp":"{text_of(at)}"}}'
    )
    return Frame(station, at, "in", f'[2,"{n}","StatusNotification",{said}]', "c", "ocpp1.6")


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    made = Place(Settings().with_options(db=str(tmp_path_factory.mktemp("memory") / "b.db")))
    with made.store(is_made=True) as store:
        desk = Desk(store, lambda station: made.profile(store, station), lambda: NOW)
        for station in map(name_of, range(MANY)):
            desk.store.append([status(station, n) for n in range(60)])
            projector_of(desk).refresh(station)
    return made


@contextmanager
def readers(place, monkeypatch):
    monkeypatch.setattr(module, "now", lambda: NOW)
    monkeypatch.setattr(module, "_REMEMBERED_BYTES", 3 * EACH_BYTES)
    monkeypatch.setattr(connection, "_READERS_CACHE_KIB", CACHE_KIB)
    with place.reading_desks(None) as desks:
        yield desks


def look(desk, numbers):
    for station in map(name_of, numbers):
        desk.seen(station, lambda _, at: Span(at - 24 * HOUR, at))


def test_however_many_chargers_are_looked_at_each_desk_remembers_no_more_than_its_share(place, monkeypatch):
    with readers(place, monkeypatch) as desks:
        assert len(desks) == 3
        for desk in desks:
            look(desk, range(FEW))
            few = desk.remembered_bytes
            look(desk, range(MANY))
            assert few / 2 < desk.remembered_bytes <= EACH_BYTES
            assert desk.remembered_bytes < few * MANY / FEW / 2, "or the bound was not reached"


def test_the_bound_is_of_bytes_that_are_really_taken(place, monkeypatch):
    with readers(place, monkeypatch) as desks:
        look(desks[0], range(FEW))  # what is made once is there
        tracemalloc.start()
        try:
            taken = []
            for _ in range(3):
                look(desks[1], range(MANY))
                gc.collect()
                taken.append(tracemalloc.get_traced_memory()[0])
        finally:
            tracemalloc.stop()
    assert desks[1].remembered_bytes / 2 < taken[0] < 3 * EACH_BYTES
    assert taken[2] < taken[1] + EACH_BYTES / 10


def test_who_only_reads_has_few_pages_of_the_database_in_memory(place, monkeypatch):
    assert place.address.beside.key  # a file
    with readers(place, monkeypatch) as desks:
        look(desks[0], range(MANY))
        held, _ = desks[0].store._db.connection.status(apsw.SQLITE_DBSTATUS_CACHE_USED)
        assert 0.5 * CACHE_KIB < held / 1024 < 1.2 * CACHE_KIB


def row_of_the_list(n, sockets):
    row = blank(Profile(id=f"C-{n:05d}", name=f"Charger {n}", site="Site"))
    row.sockets = [SocketNow(socket=one, state="available", since=NOW + n + one) for one in range(sockets)]
    return row


def test_rows_of_the_list_are_kept_by_the_room_that_they_take():
    few = [msgspec.json.encode(row_of_the_list(n, sockets=1)) for n in range(3_000)]
    many = [msgspec.json.encode(row_of_the_list(n, sockets=60)) for n in range(100)]
    tracemalloc.start()
    try:
        for docs in (few, many):
            for doc in docs:
                assert fleet._row_told(doc) == msgspec.json.decode(doc, type=FleetRow)
            assert fleet.ROWS_BYTES / 2 < fleet._row_told.bytes <= fleet.ROWS_BYTES
            gc.collect()
            assert tracemalloc.get_traced_memory()[0] < 1.5 * fleet.ROWS_BYTES
    finally:
        tracemalloc.stop()
