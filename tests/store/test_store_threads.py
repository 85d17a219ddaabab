from concurrent.futures import ThreadPoolExecutor

from chargeboard.domain.facts import Quiet
from chargeboard.domain.frame import Frame
from chargeboard.domain.span import Span
from chargeboard.store import open_sqlite


def test_threads_share_a_store(tmp_path):
    store = open_sqlite(tmp_path / "a.db")

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
