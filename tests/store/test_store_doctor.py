from types import SimpleNamespace

import pytest

from chargeboard.domain.facts import Quiet
from chargeboard.domain.frame import Frame
from chargeboard.domain.records import Charger, Progress
from chargeboard.store import open_store
from chargeboard.store.sqlite import checks
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


def room_for(store, monkeypatch, *, free, now):
    monkeypatch.setattr(checks.shutil, "disk_usage", lambda _: SimpleNamespace(free=free))
    return [one for one in store.findings(now) if one.text.startswith("Room for")]


def test_the_days_that_fit_on_the_disk_are_told(store, monkeypatch):
    """7,000 frames in the last seven days, as many before them."""
    minute = HOUR // 60
    frames = [Frame("A", NOW + n * minute, "in", f"[{n}]") for n in range(14_000)]
    store.append(frames)
    store.save_batch([], Progress(station="A", received_at=frames[-1].received_at, seq=14_000))
    now = frames[-1].received_at
    page, pages, free_pages = (
        store._db.connection.pragma(name) for name in ("page_size", "page_count", "freelist_count")
    )
    each = (pages - free_pages) * page / 14_000
    (finding,) = room_for(store, monkeypatch, free=10**10, now=now)
    days = int((10**10 + free_pages * page) / (10_081 / 7 * each))
    assert finding.level == "ok"
    lately = f"1,440 frames a day, {each:.0f} bytes each with all that follows from them"
    assert finding.text == f"Room for {days:,} more days like the last seven: {lately}"
    assert store.days_left(now) == days
    (finding,) = room_for(store, monkeypatch, free=int(1440 * each * 29), now=now)
    assert (finding.level, "[retention]" in finding.what_to_do) == ("warning", True)
    room_for(store, monkeypatch, free=499_000_000, now=now)
    assert store.days_left(now) == 0, "whoever fills the disk"
    assert room_for(store, monkeypatch, free=10**10, now=now + 8 * 24 * HOUR) == [], "nothing came in lately"


def test_facts_that_wait_to_be_packed_are_counted(store):
    store.save_batch([Quiet(NOW, NOW, 0), Quiet(NOW + 1, NOW, 0)], Progress(station="A"))
    week = 7 * 24 * HOUR
    assert not any("not packed" in one.text for one in store.findings(NOW + week))
    texts = [one.text for one in store.findings(NOW + 2 * week)]
    assert any(text.startswith("Older facts that are not packed yet: 2;") for text in texts)
    store.pack_facts("A", NOW + 2 * week)
    assert not any("not packed" in one.text for one in store.findings(NOW + 2 * week))
