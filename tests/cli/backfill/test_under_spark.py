"""
The script of the how-to on a cluster of Spark: a master and two workers, as its wheel brings them.

`make soak` installs it; a worker that is killed in mid-run changes nothing of the rows.
"""

import json
import os
import re
import signal
import subprocess
import sys
import time
from contextlib import ExitStack, contextmanager
from importlib.util import find_spec
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from lake import MADE, NOW, exported, in_order, write_lake

import chargeboard

PAGE = Path(__file__).parents[3] / "docs" / "how-to" / "backfill.md"
PATIENCE_S = 900
CORES = 2
READ_BACK = """
import json, sys
from pyspark.sql import SparkSession
lake = sys.argv[1]
spark = SparkSession.builder.getOrCreate()
told = {}
for what in ("frames", "facts", "sessions", "days"):
    rows = spark.read.parquet(f"{lake}/{what}")
    rows.createOrReplaceTempView(what)
    told[what] = rows.count()
told["kwh"] = float(spark.sql("select sum(energy_wh) / 1000 from sessions where completed").first()[0])
told["types"] = dict(spark.table("sessions").dtypes)
json.dump(told, open(sys.argv[2], "w"))
"""

pytestmark = [
    pytest.mark.soak,
    pytest.mark.skipif(find_spec("pyspark") is None, reason="pyspark is not installed here: make soak does"),
]


def script():
    (found,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    return found


class Part:
    """A process of the cluster."""

    def __init__(self, log, kind, *arguments):
        self.log = log
        home = Path(find_spec("pyspark").origin).parent
        environment = ENVIRONMENT | {"SPARK_HOME": str(home)}
        with log.open("wb") as output:
            self.process = subprocess.Popen(
                [home / "bin" / "spark-class", f"org.apache.spark.deploy.{kind}", *arguments],
                env=environment,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def said(self, pattern):
        give_up = time.monotonic() + PATIENCE_S
        while (found := re.search(pattern, self.log.read_text(errors="replace"))) is None:
            assert time.monotonic() < give_up, self.log.read_text(errors="replace")
            assert self.process.poll() is None, self.log.read_text(errors="replace")
            time.sleep(0.1)
        return found

    def kill(self):
        """It, and the executors that it started."""
        for one in [*_children(self.process.pid), self.process.pid]:
            os.kill(one, signal.SIGKILL)
        self.process.wait()


ENVIRONMENT = os.environ | {
    "PYTHONPATH": str(Path(chargeboard.__file__).parents[1]),
    "PYSPARK_PYTHON": sys.executable,
    "PYSPARK_DRIVER_PYTHON": sys.executable,
    "SPARK_LOCAL_IP": "127.0.0.1",
}


def _children(pid):
    found = []
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in map(int, task.read_text().split()):
            found += [*_children(child), child]
    return found


@contextmanager
def cluster(folder):
    """A master and two workers on loopback; its address, and the workers."""
    with ExitStack() as running:
        master = Part(
            folder / "master.log", "master.Master", "--host", "127.0.0.1", "--port", "0", "--webui-port", "0"
        )
        running.callback(master.kill)
        address = master.said(r"Starting Spark master at (spark://\S+)")[1]
        workers = []
        for name in ("one", "two"):
            room = ("--cores", str(CORES), "--memory", "1g", "--work-dir", str(folder / name))
            ports = ("--host", "127.0.0.1", "--port", "0", "--webui-port", "0")
            workers.append(Part(folder / f"{name}.log", "worker.Worker", *ports, *room, address))
            running.callback(lambda worker=workers[-1]: worker.process.poll() is None and worker.kill())
        for worker in workers:
            worker.said("Successfully registered with master")
        yield address, workers


def submit(address, program, *arguments, log):
    """A driver of a program."""
    home = Path(find_spec("pyspark").origin).parent
    settings = {
        "spark.ui.enabled": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.executor.memory": "512m",
        "spark.sql.shuffle.partitions": "8",
        "spark.sql.session.timeZone": "UTC",
    }
    options = [part for key, value in settings.items() for part in ("--conf", f"{key}={value}")]
    with log.open("wb") as output:
        return subprocess.Popen(
            [home / "bin" / "spark-submit", "--master", address, *options, program, *map(str, arguments)],
            env=ENVIRONMENT | {"SPARK_HOME": str(home)},
            stdout=output,
            stderr=subprocess.STDOUT,
        )


def test_rows_are_those_of_the_export_though_a_worker_is_killed_in_mid_run(tmp_path):
    lake, out = write_lake(tmp_path, chargers=40), tmp_path / "out"
    (tmp_path / "rows.py").write_text(script())
    with cluster(tmp_path) as (address, workers):
        arguments = (lake, out, NOW.isoformat(), tmp_path / "chargeboard.toml")
        driver = submit(address, tmp_path / "rows.py", *arguments, log=tmp_path / "driver.log")
        try:
            victim = _working(workers, driver)
            victim.kill()
            assert driver.wait(PATIENCE_S) == 0, (tmp_path / "driver.log").read_text(errors="replace")
        finally:
            driver.kill()
    log = (tmp_path / "driver.log").read_text(errors="replace")
    assert re.search(r"Lost executor|[Ee]xecutor.* lost", log)
    for what in MADE:
        files = sorted((out / what).glob("*.parquet"))
        rows = pa.concat_tables([pq.read_table(file) for file in files])
        assert in_order(what, rows) == exported(lake, what), what


def _working(workers, driver):
    """A worker whose executor runs our code now."""
    give_up = time.monotonic() + PATIENCE_S
    while time.monotonic() < give_up:
        assert driver.poll() is None
        for worker in workers:
            if any(_runs_python(one) for one in _children(worker.process.pid)):
                return worker
        time.sleep(0.02)
    raise AssertionError("no executor runs Python")


def _runs_python(pid):
    try:
        return b"pyspark.daemon" in Path(f"/proc/{pid}/cmdline").read_bytes().replace(
            b"pyspark/daemon", b"pyspark.daemon"
        )
    except OSError:
        return False


def test_spark_reads_all_four_tables(tmp_path, lake_of_all):
    lake = lake_of_all
    (tmp_path / "read_back.py").write_text(READ_BACK)
    driver = submit(
        "local[2]", tmp_path / "read_back.py", lake, tmp_path / "told.json", log=tmp_path / "driver.log"
    )
    assert driver.wait(PATIENCE_S) == 0, (tmp_path / "driver.log").read_text(errors="replace")
    told = json.loads((tmp_path / "told.json").read_text())
    for what in ("frames", *MADE):
        files = sorted((lake / what).rglob("*.parquet"))
        assert told[what] == sum(pq.ParquetFile(file).metadata.num_rows for file in files)
    energy = sum(row["energy_wh"] for row in exported(lake, "sessions") if row["completed"])
    assert told["kwh"] == pytest.approx(float(energy) / 1000)
    assert told["types"]["energy_wh"] == "decimal(18,3)"
    assert told["types"]["start"] == "timestamp"
