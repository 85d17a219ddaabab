"""Law: Once, on PostgreSQL: whoever is killed, the program or the server, loses and doubles nothing."""

import random
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from crash_worker import STATIONS, everything, opened, stream, work

from chargeboard.domain.frame import Frame
from chargeboard.store import StoreError, store_at
from postgres_server import running

WORKER = Path(__file__).parents[1] / "store" / "crash_worker.py"
KILLS = 4
DURABLE = ("fsync=on", "synchronous_commit=on", "autovacuum=off", "max_connections=30")


def start(url, batch):
    return subprocess.Popen(
        [sys.executable, str(WORKER), url, str(batch)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def kept_in(url):
    store = opened(url)
    kept = Counter(
        stored.frame
        for station in STATIONS
        for batch in store.frames_after(station, 0, 0)
        for stored in batch
    )
    store.close()
    return kept


@pytest.fixture(scope="module")
def calm(tmp_path_factory):
    path = tmp_path_factory.mktemp("calm") / "calm.db"
    work(path, 10_000)
    return everything(path)


def test_killed_at_random_moments_and_continued_every_row_is_as_sqlite_has_it_of_a_calm_run(postgres, calm):
    frames, luck = stream(), random.Random(20251014)
    for _ in range(KILLS):
        batch = luck.choice((40, 90))
        worker = start(postgres, batch)
        said = [worker.stdout.readline() for _ in range(luck.randrange(1, len(frames) // batch - 1))]
        worker.kill()
        out, err = worker.communicate()
        assert err == ""
        promised = max(int(line) for line in [*said, *out.split("\n")[:-1]] if line.strip() != "done")
        kept = kept_in(postgres)
        assert not Counter(frames[:promised]) - kept, "an acknowledged frame is lost"
        assert not kept - Counter(frames), "a frame is doubled"
    work(postgres, 200)
    assert everything(postgres) == calm


def test_two_processes_that_do_the_same_work_at_once_double_nothing(postgres, calm):
    workers = [start(postgres, batch) for batch in (53, 161)]
    for worker in workers:
        out, err = worker.communicate()
        assert err == ""
        assert out.endswith("done\n")
    assert everything(postgres) == calm


def test_a_server_that_is_killed_loses_nothing_that_was_acknowledged_and_is_found_again(tmp_path):
    with running(DURABLE) as server:
        server.asked("create database board")
        store = store_at(server.url("board"), str(tmp_path)).open()
        given = [Frame("A", n, "in", f"[2,{n}]") for n in range(1, 41)]
        for n in range(0, 20, 2):
            store.append(given[n : n + 2])
        server.stop("immediate")
        with pytest.raises(StoreError, match="database server cannot be reached"):
            store.append(given[20:22])
        with pytest.raises(StoreError, match="database server cannot be reached"):
            store.stations()
        server.start()
        assert store.stations() == ["A"]
        store.append_heard(given[20:])
        assert [one.frame for batch in store.frames_after("A", 0, 0) for one in batch] == given
        store.close()
