import os

import pytest

from chargeboard.domain.facts import OddityFound
from chargeboard.domain.frame import Frame
from chargeboard.domain.records import Progress
from chargeboard.store import StoreError, open_store
from chargeboard.store.sqlite import connection
from chargeboard.time.spans import Span

FOREVER = Span(0, 10**18)


def test_a_missing_folder_is_named_with_the_command_that_makes_it(tmp_path):
    with pytest.raises(StoreError, match="folder of the database does not exist") as error:
        open_store(tmp_path / "no" / "a.db")
    assert f"mkdir -p {tmp_path / 'no'}" in str(error.value)


def test_a_folder_is_no_database(tmp_path):
    with pytest.raises(StoreError, match="A folder is not a database"):
        open_store(tmp_path)


def test_a_reader_makes_no_file(tmp_path):
    with pytest.raises(StoreError, match="There is no database"):
        open_store(tmp_path / "a.db", read_only=True)
    assert list(tmp_path.iterdir()) == []


def test_a_file_of_something_else_is_left_alone(tmp_path):
    file = tmp_path / "photo.db"
    file.write_bytes(b"\x89PNG" * 5000)
    with pytest.raises(StoreError, match="not a SQLite database"):
        open_store(file)
    assert file.read_bytes() == b"\x89PNG" * 5000


def test_a_damaged_file_says_so(tmp_path):
    store = open_store(tmp_path / "a.db")
    store.append([Frame("A", n, "in", "x" * 900) for n in range(1000)])
    store.close()
    raw = bytearray((tmp_path / "a.db").read_bytes())
    raw[8192:-8192] = os.urandom(len(raw) - 16384)
    (tmp_path / "a.db").write_bytes(raw)
    with pytest.raises(StoreError, match="damaged"):  # noqa: PT012 - it may show at either step
        store = open_store(tmp_path / "a.db")
        list(store.frames_after("A", 0, 0))


def test_what_may_only_be_read_cannot_be_written(tmp_path):
    open_store(tmp_path / "a.db").close()
    store = open_store(tmp_path / "a.db", read_only=True)
    with pytest.raises(StoreError, match="cannot be written"):
        store.append([Frame("A", 1, "in", "[]")])
    store.close()


def test_a_writer_that_waits_too_long_says_who_is_to_blame(tmp_path, monkeypatch):
    first, second = open_store(tmp_path / "a.db"), open_store(tmp_path / "a.db")
    second._db.connection.set_busy_timeout(50)
    with first.together():
        first.append([Frame("A", 1, "in", "[]")])
        with pytest.raises(StoreError, match="locked"):
            second.append([Frame("A", 2, "in", "[]")])
        assert second.stations() == [], "a reader never waits"
    assert second.append([Frame("A", 2, "in", "[]")]) == 1
    first.close()
    second.close()


@pytest.mark.parametrize("during", ["append", "save_batch"])
def test_a_full_disk_loses_nothing_that_was_acknowledged(tmp_path, during):
    store = open_store(tmp_path / "a.db")
    pages = store._db.connection.pragma("page_count")
    store._db.connection.execute(f"pragma max_page_count = {pages + 100}")
    kept = 0
    with pytest.raises(StoreError, match="The disk is full") as error:  # noqa: PT012 - some fit before
        for n in range(1, 1000):
            if during == "append":
                store.append([Frame("A", n * 20 + k, "in", "x" * 200) for k in range(20)])
            else:
                facts = [OddityFound(n, n, "clock", (), "x" * 200) for _ in range(20)]
                store.save_batch(facts, Progress(station="A", seq=n, revision=n - 1))
            kept = n
    assert "acknowledged is safe" in error.value.what_to_do
    assert kept > 0
    store.close()
    store = open_store(tmp_path / "a.db")
    if during == "append":
        assert sum(len(batch) for batch in store.frames_after("A", 0, 0)) == kept * 20
        assert store.append([Frame("A", 10**9, "in", "room again")]) == 1
    else:
        assert store.progress("A").seq == kept
        assert len(store.facts("A", FOREVER)) == kept * 20
        store.save_batch([], store.progress("A"))
    store.close()


def test_what_is_done_together_is_undone_together(tmp_path):
    store = open_store(tmp_path / "a.db")
    with pytest.raises(RuntimeError), store.together():  # noqa: PT012 - two writes, then the failure
        store.append([Frame("A", 1, "in", "[]")])
        store.save_batch([], Progress(station="A"))
        raise RuntimeError
    assert store.stations() == []
    assert store.progress("A") == Progress(station="A")
    assert store.append([Frame("A", 1, "in", "[]")]) == 1
    store.close()


def test_writing_inside_a_reading_is_refused_rather_than_undone(tmp_path):
    store = open_store(tmp_path / "a.db")
    with store.reading(), pytest.raises(RuntimeError, match="would be undone"):
        store.append([Frame("A", 1, "in", "[]")])
    assert store.append([Frame("A", 1, "in", "[]")]) == 1
    with store.together(), store.reading():
        store.append([Frame("A", 2, "in", "[]")])
    assert sum(len(batch) for batch in store.frames_after("A", 0, 0)) == 2
    store.close()


def test_waiting_is_bounded():
    assert 1_000 <= connection.BUSY_MS <= 60_000
