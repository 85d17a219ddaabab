"""Law: Once. A crash anywhere loses and doubles nothing."""

import random
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from crash_worker import STATIONS, everything, stream, work

from chargeboard.store import open_store
from long_run import IS_LONG

WORKER = Path(__file__).parent / "crash_worker.py"
KILLS = 15 if IS_LONG else 6


def start(path, batch):
    return subprocess.Popen(
        [sys.executable, str(WORKER), str(path), str(batch)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_killed_at_random_moments_and_continued_every_row_is_as_in_a_calm_run(tmp_path):
    work(tmp_path / "calm.db", 10_000)
    calm = everything(tmp_path / "calm.db")
    frames, luck, unfinished = stream(), random.Random(20251014), 0
    for _ in range(KILLS):
        batch = luck.choice((17, 40, 90))
        worker = start(tmp_path / "a.db", batch)
        said = [worker.stdout.readline() for _ in range(luck.randrange(1, len(frames) // batch - 1))]
        time.sleep(luck.uniform(0, 0.005))
        worker.kill()
        out, err = worker.communicate()
        assert err == ""
        unfinished += "done" not in out
        promised = max(int(line) for line in [*said, *out.split("\n")[:-1]] if line.strip() != "done")
        store = open_store(tmp_path / "a.db")
        kept = Counter(
            stored.frame
            for station in STATIONS
            for batch in store.frames_after(station, 0, 0)
            for stored in batch
        )
        assert not Counter(frames[:promised]) - kept, "an acknowledged frame is lost"
        assert not kept - Counter(frames), "a frame is doubled"
        store.close()
    assert unfinished > KILLS // 2, "the kills came too late to prove anything"
    work(tmp_path / "a.db", 50)
    assert everything(tmp_path / "a.db") == calm
    store = open_store(tmp_path / "a.db")
    assert {finding.level for finding in store.findings(10**16)} == {"ok"}
    store.close()


def test_two_processes_that_do_the_same_work_at_once_double_nothing(tmp_path):
    work(tmp_path / "calm.db", 10_000)
    workers = [start(tmp_path / "a.db", batch) for batch in (23, 61)]
    said = workers[0].stdout.readline()
    reader = open_store(tmp_path / "a.db", read_only=True)
    seen = 0
    while any(worker.poll() is None for worker in workers):
        kept = sum(len(batch) for station in STATIONS for batch in reader.frames_after(station, 0, 0))
        assert kept >= max(seen, int(said))
        seen = kept
        time.sleep(0.01)
    for worker in workers:
        out, err = worker.communicate()
        assert err == ""
        assert out.endswith("done\n")
    reader.close()
    assert everything(tmp_path / "a.db") == everything(tmp_path / "calm.db")
