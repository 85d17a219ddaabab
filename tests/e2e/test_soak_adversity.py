"""A full disk, one that takes no write, a locked database, a clock that is set, few files: what then?"""

import json
import resource
import shutil
import signal
import subprocess
import time
from contextlib import ExitStack, suppress
from pathlib import Path

import apsw
import pytest
from daemon import HOME, Daemon, beside, command, started
from fleet import Fleet, many_files, wrong, wrong_transactions

from free_ports import free_port

CLOCK = Path(__file__).with_name("steppable_clock")
CHARGERS = 1_200
IN_FLIGHT = 1_000
DAY_S = 86_400
pytestmark = pytest.mark.soak


def checked(fleet, database):
    """What was answered is there, once."""
    connection = apsw.Connection(str(database), flags=apsw.SQLITE_OPEN_READONLY)
    try:
        assert connection.pragma("integrity_check") == "ok"
        assert wrong(fleet, connection) == []
        assert wrong_transactions(fleet, connection) == []
    finally:
        connection.close()


def told(what, fleet, **figures):
    print(f"{what}: {fleet.answered} answered, none lost, none doubled; {figures}", flush=True)


def fill(ballast):
    """Until nothing more fits on the disk."""
    with suppress(OSError), ballast.open("wb") as file:
        while True:
            file.write(b"x" * 65_536)
            file.flush()


def stuck(fleet):
    """The number of answers, once it does not grow for a while though so many wait."""
    answered, since = fleet.answered, time.monotonic()
    while time.monotonic() - since < 2:
        time.sleep(0.1)
        if fleet.answered != answered:
            answered, since = fleet.answered, time.monotonic()
    return answered


@pytest.fixture
def fleet():
    with many_files():
        fleet = Fleet(CHARGERS)
        yield fleet
        fleet.stop()


def test_a_thousand_wait_while_the_database_is_locked(tmp_path, fleet):
    with Daemon(tmp_path / "b.db") as served:
        fleet.start(served.address)
        fleet.until(lambda one: one.connected == CHARGERS)
        other = apsw.Connection(str(tmp_path / "b.db"))
        other.set_busy_timeout(20_000)
        other.execute("begin immediate")
        fleet.talk()
        fleet.until(lambda one: one.in_flight >= IN_FLIGHT)
        assert stuck(fleet) == 0
        in_flight = fleet.in_flight
        assert "locked" in served.healthz(503)
        time.sleep(17)  # longer than SQLite is waited for
        assert fleet.in_flight == in_flight == CHARGERS, "nobody was dropped"
        other.execute("rollback")
        other.close()
        fleet.settle()
        assert served.healthz(200) == "ok\n"
        fleet.stop()
        served.stop(may_complain=True)
    checked(fleet, tmp_path / "b.db")
    told("locked", fleet, in_flight=in_flight)


def test_a_thousand_wait_while_the_disk_takes_no_write(tmp_path, fleet):
    with Daemon(tmp_path / "b.db") as served:
        fleet.start(served.address)
        fleet.until(lambda one: one.connected == CHARGERS)
        fleet.talk()
        fleet.until(lambda one: one.in_flight >= IN_FLIGHT)
        limit = resource.RLIM_INFINITY
        resource.prlimit(served.process.pid, resource.RLIMIT_FSIZE, (4096, limit))
        stuck(fleet)
        assert fleet.in_flight >= IN_FLIGHT
        in_flight = fleet.in_flight
        served.healthz(503)
        resource.prlimit(served.process.pid, resource.RLIMIT_FSIZE, (limit, limit))
        fleet.settle()
        assert served.healthz(200) == "ok\n"
        fleet.stop()
        served.stop()
    checked(fleet, tmp_path / "b.db")
    told("no write", fleet, in_flight=in_flight)


@pytest.fixture
def small_disk(tmp_path):
    """A command prefix that gives a process a disk of 24 MB of its own."""
    place = tmp_path / "disk"
    place.mkdir()
    script = f'mount -t tmpfs -o size=24m none {place} && exec "$@"'
    prefix = ["unshare", "--map-root-user", "--mount", "sh", "-c", script, "sh"]
    probe = subprocess.run([*prefix, "true"], capture_output=True, check=False)
    if probe.returncode:
        pytest.skip("this machine lets nobody mount")
    return prefix, place


def test_a_thousand_wait_while_the_disk_is_full(small_disk, tmp_path, fleet):
    prefix, place = small_disk
    with Daemon(place / "b.db", prefix=prefix) as served:
        inside = Path(f"/proc/{served.process.pid}/root{place}")
        fleet.start(served.address)
        fleet.until(lambda one: one.connected == CHARGERS)
        fleet.talk()
        fleet.until(lambda one: one.answered > CHARGERS)
        fill(inside / "ballast")
        answered = stuck(fleet)
        in_flight = fleet.in_flight
        assert in_flight >= IN_FLIGHT
        assert "full" in served.healthz(503)
        shutil.copytree(inside, tmp_path / "crash", ignore=lambda *_: {"ballast"})
        (inside / "ballast").unlink()
        fleet.settle()
        assert served.healthz(200) == "ok\n"
        fleet.stop()
        shutil.copytree(inside, tmp_path / "end")
        served.stop(may_complain=True)
    code, said = command("charger", "list", "--db", tmp_path / "end" / "b.db")
    assert code == 0, said
    checked(fleet, tmp_path / "end" / "b.db")
    told("full", fleet, in_flight=in_flight, answered_before=answered)


def test_a_disk_that_may_only_be_read_is_told_in_words(small_disk, tmp_path):
    prefix, place = small_disk
    assert command("import", _log(tmp_path), "--db", tmp_path / "b.db")[0] == 0
    script = f'cp {tmp_path}/b.db* {place}; mount -o remount,ro {place} && exec "$@"'
    prefix = [*prefix, "sh", "-c", script, "sh"]
    for asked in (["serve", "--port", free_port()], ["rebuild"], ["backup", tmp_path / "copy.db"]):
        process = started(*asked, "--db", place / "b.db", prefix=prefix)
        output, _ = process.communicate(timeout=60)
        assert process.returncode == 1, output
        assert "Traceback" not in output
        assert "ead-only" in output or "may read and write both" in output, output


def _log(folder):
    line = {"received_at": "2026-11-22T14:00:00Z", "station": "A", "direction": "in"}
    (folder / "a.jsonl").write_text(json.dumps(line | {"frame": [2, "1", "Heartbeat", {}]}) + "\n")
    return folder / "a.jsonl"


def test_a_clock_that_is_set_loses_and_doubles_nothing(tmp_path, fleet):
    offset = tmp_path / "offset"
    offset.write_text("0")
    path = f"{CLOCK}:{HOME['PYTHONPATH']}"
    steps = (DAY_S, -DAY_S, -3 * DAY_S, 3600, 0)
    with ExitStack() as stack:

        def begin():
            served = Daemon(tmp_path / "b.db", PYTHONPATH=path, STEPPED_BY=str(offset))
            return stack.enter_context(served)

        served = begin()
        fleet.start(served.address)
        fleet.until(lambda one: one.connected == CHARGERS)
        fleet.talk()
        for step in steps:
            before = fleet.answered
            offset.write_text(str(step))
            fleet.until(lambda one, before=before: one.answered > before + CHARGERS)
            if step < 0:
                fleet.until(lambda one: one.in_flight >= IN_FLIGHT)
                served.kill(at_once=True)
                served = begin()
                fleet.moved(served.address)
        fleet.settle()
        fleet.stop()
    checked(fleet, tmp_path / "b.db")
    told("clock", fleet, steps_s=steps)


def test_with_few_files_some_are_let_in_and_later_all(tmp_path, fleet):
    with Daemon(tmp_path / "b.db") as served:
        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.prlimit(served.process.pid, resource.RLIMIT_NOFILE, (200, hard))
        fleet.start(served.address)
        fleet.talk()
        fleet.until(lambda one: one.answered > 5_000)
        let_in = fleet.connected
        assert let_in < 200
        assert served.process.poll() is None
        resource.prlimit(served.process.pid, resource.RLIMIT_NOFILE, (soft, hard))
        fleet.until(lambda one: one.connected == CHARGERS)
        fleet.settle()
        served.healthz(200)
        fleet.stop()
        served.stop(signal.SIGINT)
    assert "b.db-wal" not in beside(tmp_path / "b.db")
    checked(fleet, tmp_path / "b.db")
    told("few files", fleet, let_in=let_in)
