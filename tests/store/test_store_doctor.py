from types import SimpleNamespace

import pytest

from chargeboard.domain.frame import Frame
from chargeboard.domain.records import Charger, Progress
from chargeboard.store import open_store
from chargeboard.store.sqlite.database import checks
from chargeboard.time.instants import HOUR

NOW = 1_760_000_000_000_000


@pytest.fixture
def store(tmp_path):
    store = open_store(tmp_path / "a.db")
    yield store
    store.close()


def complaints(store, now=NOW):
    return [finding for finding in store.findings(now) if finding.level != "ok"]


def test_a_healthy_database_has_nothing_to_complain_of(store):
    store.append([Frame("A", NOW, "in", "[]")])
    store.save_batch([], Progress(station="A", received_at=NOW, seq=1))
    assert complaints(store) == []
    assert any("SQLite 3." in finding.text for finding in store.findings(NOW))


def test_frames_that_nobody_folded_are_named(store):
    store.append([Frame(f"CP{n}", NOW, "in", "[]") for n in range(7)])
    (finding,) = complaints(store)
    assert finding.level == "warning"
    assert finding.text == "Frames that are not processed yet: CP0, CP1, CP2, CP3, CP4 and 2 more"
    assert "chargeboard rebuild" in finding.what_to_do


def test_a_frame_of_the_same_instant_that_nobody_folded_is_noticed(store):
    store.append([Frame("A", NOW, "in", "[]")])
    store.save_batch([], Progress(station="A", received_at=NOW, seq=1))
    store.append([Frame("A", NOW, "in", "[2]")])
    assert "not processed yet: A" in complaints(store)[0].text


def test_a_charger_whose_frames_count_for_another_waits_for_nothing(store):
    store.append([Frame("old", NOW, "in", "[]")])
    assert len(complaints(store)) == 1
    store.save_charger(Charger(id="old", merged_into="new"))
    assert complaints(store) == []


def test_stations_to_be_read_again_are_named(store):
    store.append([Frame("A", NOW, "in", "[]")])
    store.save_batch([], Progress(station="A", received_at=NOW, seq=1))
    store.append([Frame("A", NOW - 1, "in", "[]")])
    assert "computed again: A" in complaints(store)[0].text


def test_frames_from_the_future_point_to_the_clock(store):
    store.append([Frame("A", NOW, "in", "[]")])
    store.save_batch([], Progress(station="A", received_at=NOW, seq=1))
    (finding,) = complaints(store, NOW - HOUR)
    assert finding.level == "error"
    assert "2025-10-09T08:53:20Z" in finding.text
    assert "NTP" in finding.what_to_do


def test_an_old_sqlite_is_an_error(store, monkeypatch):
    monkeypatch.setattr(checks.apsw, "sqlite_lib_version", lambda: "3.51.2")
    assert "3.51.2 may damage" in complaints(store)[0].text


def test_a_disk_that_is_nearly_full_is_an_error(store, monkeypatch):
    monkeypatch.setattr(checks.shutil, "disk_usage", lambda _: SimpleNamespace(free=10**7))
    (finding,) = complaints(store)
    assert finding.text == "Only 10 MB free on the disk"


def test_a_database_in_memory_has_no_files():
    store = open_store(":memory:")
    assert complaints(store) == []
    store.close()
