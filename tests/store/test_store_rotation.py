"""Backups by date: when, how many, and that each is whole."""

import shutil
from types import SimpleNamespace

import pytest

from chargeboard.domain.frame import Frame
from chargeboard.store import StoreError, open_store, store_at
from chargeboard.store.sqlite import rotation as module
from chargeboard.time.instants import HOUR, SECOND, Instant

NOON: Instant = 1_795_867_200 * SECOND  # 2026-11-28T12:00:00Z


@pytest.fixture
def made(tmp_path):
    store = open_store(tmp_path / "board.db")
    for n in range(200):
        store.append([Frame("A", n + 1, "in", f"[{n}]" + "x" * 500)])
    (tmp_path / "board.db.key").write_bytes(b"K")
    clock = SimpleNamespace(at=NOON)

    def rotation(keep=2, every_h=24.0):
        return store_at(tmp_path / "board.db").backups(
            str(tmp_path / "safe"),
            every_h=every_h,
            keep=keep,
            now=lambda: clock.at,
        )

    yield SimpleNamespace(rotation=rotation, clock=clock, folder=tmp_path / "safe", store=store)
    store.close()


def names(made):
    return sorted(file.name for file in made.folder.iterdir())


def test_the_first_is_due_at_once_and_the_next_when_its_time_has_come(made):
    rotation = made.rotation()
    assert rotation.due_in_s() == 0
    path = rotation.make()
    assert path.name == "board-20261128T120000Z.db"
    assert names(made) == [path.name, f"{path.name}.key"]
    assert rotation.due_in_s() == 86_400
    made.clock.at += 23 * HOUR
    assert made.rotation().due_in_s() == 3600, "another process knows too"
    made.clock.at += HOUR
    assert rotation.due_in_s() == 0


def test_the_oldest_goes_with_what_lay_beside_it(made):
    (made.folder).mkdir()
    (made.folder / "board-by-hand.db").write_text("mine")
    (made.folder / "other-20200101T000000Z.db").write_text("of another database")
    (made.folder / "board-20200101T000000Z.db.key").write_text("of a backup that was cut off")
    for _ in range(4):
        made.rotation().make()
        made.clock.at += 24 * HOUR
    assert names(made) == [
        "board-20261130T120000Z.db",
        "board-20261130T120000Z.db.key",
        "board-20261201T120000Z.db",
        "board-20261201T120000Z.db.key",
        "board-by-hand.db",
        "other-20200101T000000Z.db",
    ]


def test_a_clock_that_was_wrong_keeps_no_backup_from_being_made_or_kept(made):
    made.clock.at = NOON + 300 * 24 * HOUR
    made.rotation().make()
    made.clock.at = NOON
    rotation = made.rotation()
    assert rotation.due_in_s() == 0
    first = rotation.make()
    made.clock.at += HOUR
    second = rotation.make()
    assert [name for name in names(made) if name.endswith(".db")] == [first.name, second.name]
    made.clock.at -= 24 * HOUR
    third = made.rotation(keep=1).make()
    assert [name for name in names(made) if name.endswith(".db")] == [third.name]


def test_a_damaged_database_makes_no_backup_and_thins_none(made, tmp_path):
    first = made.rotation(keep=1).make()
    made.store.close()
    with (tmp_path / "board.db").open("r+b") as file:
        size = file.seek(0, 2)
        file.seek(size // 4096 // 2 * 4096)
        file.write(b"\xff" * 8192)
    assert store_at(tmp_path / "board.db").damage()
    made.clock.at += 24 * HOUR
    with pytest.raises(StoreError, match=r"not whole|damaged"):
        made.rotation(keep=1).make()
    assert [name for name in names(made) if ".key" not in name] == [first.name]
    assert store_at(first).damage() == ""


def test_a_backup_never_takes_the_last_room(made, monkeypatch):
    usage = shutil._ntuple_diskusage(10**9, 10**9, 50_000_000)
    monkeypatch.setattr(module.shutil, "disk_usage", lambda _: usage)
    with pytest.raises(StoreError, match="no room"):
        made.rotation().make()
    assert names(made) == []


def test_what_is_no_database_is_damage_and_what_is_locked_is_not(tmp_path):
    (tmp_path / "a.db").write_bytes(b"x" * 4096)
    assert store_at(tmp_path / "a.db").damage()
    assert store_at(tmp_path / "none.db").damage() == ""
    store = open_store(tmp_path / "b.db")
    with store.together():
        assert store_at(tmp_path / "b.db").damage() == ""
    store.close()
