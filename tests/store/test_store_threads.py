from concurrent.futures import ThreadPoolExecutor

import apsw
import pytest

from chargeboard.domain.facts import Quiet
from chargeboard.domain.frame import Frame
from chargeboard.store import StoreError, open_store
from chargeboard.store.sqlite import connection
from chargeboard.time.spans import Span


def test_threads_share_a_store(tmp_path):
    store = open_store(tmp_path / "a.db")

    def work(n):
        station = f"CP{n % 4}"
        added = store.append([Frame(station, n * 1000 + k, "in", f"[{n},{k}]") for k in range(50)])
        if n < 4:
            store.save_batch([Quiet(k, k, k) for k in range(50)], store.progress(station))
        seen = sum(len(batch) for batch in store.frames_after(station, 0, 0))
        return added, seen >= added, len(store.facts(f"CP{n % 4}", Span(0, 100))) in {0, 50}

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(work, range(80))) == {(50, True, True)}
    assert [sum(len(batch) for batch in store.frames_after(f"CP{n}", 0, 0)) for n in range(4)] == [1000] * 4
    store.close()


def test_many_may_make_the_same_new_file_at_once(tmp_path):
    def work(n):
        store = open_store(tmp_path / f"{n // 4}.db")
        added = store.append([Frame(f"CP{n}", 1, "in", "[]")])
        store.close()
        return added

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(work, range(120))) == [1] * 120


def test_waiting_for_the_file_ends(tmp_path, monkeypatch):
    other = apsw.Connection(str(tmp_path / "a.db"))
    other.execute("begin exclusive")
    monkeypatch.setattr(connection, "BUSY_MS", 30)
    with pytest.raises(StoreError, match="locked"):
        open_store(tmp_path / "a.db")
    other.close()


def test_what_is_written_survives_a_power_cut_as_far_as_sqlite_can_promise(tmp_path):
    store = open_store(tmp_path / "a.db")
    assert store._db.connection.pragma("journal_mode") == "wal"
    assert store._db.connection.pragma("synchronous") == 2, "FULL: each commit is synced"
    store.close()


def test_another_process_that_wrote_is_noticed_cheaply(tmp_path):
    first, second = open_store(tmp_path / "a.db"), open_store(tmp_path / "a.db")
    before = first.data_version()
    assert first.data_version() == before
    second.append([Frame("A", 1, "in", "[]")])
    assert first.data_version() != before
    assert first.revision("A") == 0
    second.save_batch([], second.progress("A"))
    assert first.revision("A") == 1
    first.close()
    second.close()
