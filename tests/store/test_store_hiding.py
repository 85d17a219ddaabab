"""What was kept by other rules of privacy is hidden by those of today, and the file holds it no more."""

import json
from pathlib import Path
from types import SimpleNamespace

import pytest

from chargeboard.capture.rejects import Rejected, Rejects
from chargeboard.domain.frame import Frame
from chargeboard.ports.privacy import HidingRules
from chargeboard.run.upkeep.hiding import Hider, hide_all
from chargeboard.store import open_store, store_at
from chargeboard.store.sqlite import connection
from chargeboard.time.instants import HOUR, SECOND

SECRET = "Zq7PLANTEDx9"
DAY = 24 * HOUR
BEGIN = 1_790_000_000 * SECOND


def redact(text):
    return text.replace(SECRET, "***")


RULES = HidingRules("new", lambda: redact)


def text_of(number):
    said = f'"password":"{SECRET}{number}"' if number % 3 == 0 else '"info":"fine"'
    return f'[2,"{number}","DataTransfer",{{{said}}}]'


def frames(station, count, begin=BEGIN, text=text_of):
    return [Frame(station, begin + n * SECOND, "in", text(n), "c", "ocpp1.6") for n in range(count)]


def opened(path, rules=RULES):
    store = open_store(path)
    store.rules = rules
    return store


def kept(store, station):
    return [one.frame for batch in store.frames_after(station, 0, 0) for one in batch]


@pytest.fixture
def old(tmp_path):
    """Two chargers with rows and blocks, one large frame, and much that was dropped."""
    path = tmp_path / "board.db"
    store = opened(path, HidingRules("old", lambda: str))
    store.begin_hiding()
    for station in ("A", "B"):
        store.append(frames(station, 9_000))
        store.append(
            [Frame(station, BEGIN + DAY, "in", f'[2,"L","X",{{"password":"{SECRET}{"z" * 40_000}"}}]')]
        )
        store.pack(station, BEGIN + 5_000 * SECOND)
    store.close()
    return path


def bytes_of(folder):
    return b"".join(file.read_bytes() for file in Path(folder).iterdir())


def test_all_frames_are_hidden_in_parts_and_stay_where_they_were(old):
    before = opened(old)
    wanted = {
        station: [(one.received_at, redact(one.text)) for one in kept(before, station)] for station in "AB"
    }
    before.begin_hiding()
    assert before.unhidden() == ["A", "B"]
    parts = 0
    while (is_changed := before.hide_some("A")) is None:
        parts += 1
    assert is_changed
    assert parts > 8
    assert before.unhidden() == ["B"]
    before.close()
    store = opened(old)
    store.begin_hiding()
    assert store.unhidden() == ["B"]
    hide_all(store, lambda *_: None)
    store.all_hidden()
    assert store.is_hidden
    assert store.unhidden() == []
    for station in "AB":
        assert [(one.received_at, one.text) for one in kept(store, station)] == wanted[station]
        assert store.needs_refold(station)
    store.close()


def test_whoever_is_ended_goes_on_where_it_was(old):
    for _ in range(60):
        store = opened(old)
        store.begin_hiding()
        left = store.unhidden()
        if not left:
            break
        store.hide_some(left[0])
        store._db.connection.close()  # as if it were killed
    store = opened(old)
    assert not any(SECRET in one.text for station in "AB" for one in kept(store, station))
    store.close()


@pytest.mark.threat("K8")
def test_nothing_in_the_folder_holds_it_afterwards(old):
    assert SECRET.encode() in bytes_of(old.parent)
    rejects = Rejects(store_at(old).beside.rejected)
    rejects.keep([Rejected("a.log", 1, "why", f"password={SECRET}"), Rejected("a.log", 2, "why", "fine")])
    store = opened(old)
    store.begin_hiding()
    hider = Hider(store, lambda: Rejects(store_at(old).beside.rejected).hide(redact))
    folded = set()
    while True:
        is_done, station = hider.work(lambda one: one in folded)
        if station:
            assert "chargers are done" in hider.told or station == "B"
            assert hider.work(lambda _: False)[0] is (station == "A")
            folded.add(station)
        if not is_done:
            break
    assert hider.told == ""
    assert store.is_hidden
    assert store.is_wiped
    assert SECRET.encode() not in bytes_of(old.parent)
    for station in "AB":
        assert not any(SECRET in one.text for one in kept(store, station))
    assert [one.text for one in Rejects(store_at(old).beside.rejected)] == ["password=***", "fine"]
    store.close()
    assert SECRET.encode() not in bytes_of(old.parent)


def test_a_log_that_somebody_reads_is_emptied_later(old, monkeypatch):
    monkeypatch.setattr(connection, "BUSY_MS", 100)
    store = opened(old)
    store.begin_hiding()
    reader = open_store(old, read_only=True)
    hider = Hider(store, lambda: 0)
    with reader.reading():
        kept(reader, "A")
        for _ in range(80):
            hider.work()
        assert not store.is_wiped
    hider._look_at = 0
    while hider.work()[0]:
        pass
    assert store.is_wiped
    reader.close()
    store.close()
    assert SECRET.encode() not in bytes_of(old.parent)


@pytest.mark.parametrize("is_full", [False, True])
def test_a_large_file_or_one_on_a_full_disk_is_not_wiped_while_it_is_used(old, monkeypatch, is_full):
    if is_full:
        monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=1_000_000))
    else:
        monkeypatch.setattr("chargeboard.run.upkeep.hiding.MOST_WIPED_BYTES", 1000)
    store = opened(old)
    store.begin_hiding()
    hider = Hider(store, lambda: 0)
    while hider.work()[0]:
        pass
    assert store.is_hidden
    assert not store.is_wiped
    store.close()


@pytest.mark.parametrize("hidden", [0, 7, 1_000])
def test_frames_that_are_brought_again_are_known_whether_they_are_hidden_or_not(old, hidden):
    store = opened(old)
    store.begin_hiding()
    for _ in range(hidden):
        if not store.unhidden():
            break
        store.hide_some("A" if "A" in store.unhidden() else "B")
    store.begin_delivery()
    assert store.append(frames("A", 9_000, text=lambda number: redact(text_of(number)))) == 0
    assert len(kept(store, "A")) == 9_001
    store.close()


def test_what_is_packed_or_brought_late_meanwhile_is_hidden_too(old):
    store = opened(old)
    store.begin_hiding()
    for _ in range(3):
        store.hide_some("A")
    store.pack("A", BEGIN + DAY)
    store.append([Frame("A", BEGIN + 5, "in", redact(text_of(3)), "late")])
    while store.hide_some("A") is None:
        pass
    assert not any(SECRET in one.text for one in kept(store, "A"))
    store.close()


def test_blocks_that_become_rows_again_are_hidden_on_the_way(old):
    store = opened(old)
    store.begin_hiding()
    while store._db.sql.hiding(store._db.connection, station="A", rules="new") is None or (
        store._db.sql.hiding(store._db.connection, station="A", rules="new")[0] == 0
    ):
        store.hide_some("A")
    store.pull_back("A", BEGIN + 100 * SECOND, BEGIN - DAY)
    while store.hide_some("A") is None:
        pass
    assert not any(SECRET in one.text for one in kept(store, "A"))
    store.close()


def test_a_new_database_has_nothing_to_hide(tmp_path):
    store = opened(tmp_path / "new.db")
    store.begin_hiding()
    store.append(frames("A", 3, text=lambda n: redact(text_of(n))))
    assert store.is_hidden
    assert store.is_wiped
    assert not Hider(store, lambda: 0).work()[0]
    store.close()


def test_other_rules_hide_all_again_and_those_of_before_are_not_believed(old):
    store = opened(old)
    store.begin_hiding()
    hide_all(store, lambda *_: None)
    store.all_hidden()
    other = opened(old, HidingRules("other", lambda: lambda text: text.replace("fine", "***")))
    other.begin_hiding()
    assert not store.is_hidden
    assert store.unhidden() == ["A", "B"]
    assert set(hide_all(other, lambda *_: None)) == {"A", "B"}
    assert not any("fine" in json.loads(one.text)[3].get("info", "") for one in kept(other, "A"))
    other.close()
    store.close()
