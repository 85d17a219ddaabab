"""Whatever cuts a backfill off, the same command does the rest: each frame once, and nothing of it twice."""

import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from log_folder import in_order, text_of

import chargeboard
from chargeboard.cli import crew_tasks
from chargeboard.store import store_at

ENVIRONMENT = os.environ | {"PYTHONPATH": str(Path(chargeboard.__file__).parents[1])}
PATIENCE_S = 60


@pytest.mark.parametrize(("step", "after"), [("spill", 0), ("spill", 2), ("fill", 0), ("fill", 3)])
def test_it_goes_on_where_it_was(run, logs, new, known, calm, monkeypatch, step, after):  # noqa: PLR0917 - two cases
    database, do, done = new("board"), getattr(crew_tasks, step), []

    def until(*arguments):
        if len(done) == after:
            raise KeyboardInterrupt
        done.append(do(*arguments))
        return done[-1]

    with monkeypatch.context() as patch:
        patch.setattr(crew_tasks, step, until)
        told = run("backfill", logs, "--db", database, "--jobs", 1, code=1).output
    assert "Stopped. What was kept before stays; run the command again" in told
    told = run("backfill", logs, "--db", database, "--jobs", 1).output
    files, parts = (after, 0) if step == "spill" else (4, after)
    assert ("Going on" in told) == bool(files or parts)
    assert (f"Going on: {files} of 4 files were read before" in told) == bool(files)
    assert (f"Going on: {parts} of 6 parts were kept before" in told) == bool(parts)
    assert known(database) == calm


def test_a_part_that_was_cut_off_in_the_middle_is_kept_once(run, logs, new, known, calm, monkeypatch):
    database = new("board")

    def cut_off(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        # its frames are kept, and nothing else
        patch.setattr("chargeboard.cli.backfill.steps.understood", cut_off)
        run("backfill", logs, "--db", database, "--jobs", 1, code=1)
    told = run("backfill", logs, "--db", database, "--jobs", 1).output
    assert "Going on: 4 of 4 files were read before" in told
    assert known(database) == calm


def test_a_backup_that_is_put_back_meanwhile_is_not_believed_to_hold_more(
    run, logs, new, known, calm, monkeypatch
):
    database, fill, done = new("board"), crew_tasks.fill, []
    run("import", in_order(logs)[0], "--db", database)
    run("backup", "before.db", "--db", database)

    def until(*arguments):
        if len(done) == 4:
            raise KeyboardInterrupt
        done.append(fill(*arguments))
        return done[-1]

    with monkeypatch.context() as patch:
        patch.setattr(crew_tasks, "fill", until)
        run("backfill", logs, "--db", database, "--jobs", 1, code=1)
    run("restore", "before.db", "--db", database)
    assert "parts were kept" not in run("backfill", logs, "--db", database, "--jobs", 1).output
    assert known(database)[:2] == calm[:2]


def test_rules_that_changed_meanwhile_hide_what_was_read_before(run, logs, new, monkeypatch, tmp_path):
    database = new("board")

    def stop(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(crew_tasks, "fill", stop)
        run("backfill", logs, "--db", database, "--jobs", 1, code=1)
    (tmp_path / "chargeboard.toml").write_text('[privacy]\nhide = ["chargePointVendor"]\n')
    assert "Going on" not in run("backfill", logs, "--db", database, "--jobs", 1).output


def test_one_backfill_at_a_time_goes_into_a_database(run, logs, new, monkeypatch):
    database, do = new("board"), crew_tasks.spill

    def another(*arguments):
        told = run("backfill", logs, "--db", database, "--jobs", 1, code=1).output
        assert "Wait for it: one backfill at a time goes into a database" in told
        return do(*arguments)

    monkeypatch.setattr(crew_tasks, "spill", another)
    run("backfill", logs, "--db", database, "--jobs", 1)


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.soak)])
def place(request, tmp_path, new, monkeypatch):
    """A database of either engine, and where what belongs to it lies."""
    if request.param == "sqlite":
        return new("killed"), ""
    url, folder = request.getfixturevalue("postgres"), tmp_path / "data"
    folder.mkdir()
    store_at(url, str(folder)).beside.key.write_text("6b" * 32)
    return url, str(folder)


def asked_of(place, *more):
    """What a command is told, and in which environment."""
    database, folder = place
    return ("--db", database, *more), ENVIRONMENT | ({"CHARGEBOARD_DATA_FOLDER": folder} if folder else {})


ONE_PART_EACH = """
import time
from chargeboard.cli import crew_tasks
def fill(*task, done=[], fill=crew_tasks.fill):
    time.sleep(600 * len(done))
    done.append(1)
    return fill(*task)
crew_tasks.fill = fill
"""


@pytest.fixture
def begun(logs, place, tmp_path):
    """A backfill by two processes that has kept something, and never comes to all."""
    for day in range(14, 20):
        (logs / f"day={day}.jsonl").write_text(text_of([f"CP{n}" for n in range(8)], day))
    asked, environment = asked_of(place, "--jobs", "2")
    held_up = tmp_path / "held up"
    held_up.mkdir()
    (held_up / "sitecustomize.py").write_text(ONE_PART_EACH)
    environment = environment | {"PYTHONPATH": f"{held_up}:{environment['PYTHONPATH']}"}
    process = subprocess.Popen(
        [sys.executable, "-m", "chargeboard", "backfill", logs, *asked],
        env=environment,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    address = store_at(*place)
    until(lambda: len(list(address.beside.spills.glob("*.spill"))) == 10)
    with closing(address.open(read_only=True)) as store:
        until(store.stations)
    yield process
    process.kill()
    process.communicate(timeout=PATIENCE_S)


def until(is_so):
    give_up = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < give_up
        time.sleep(0.01)


def crew_of(process):
    listed = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [int(one) for one in listed if Path(f"/proc/{one}/comm").read_text().strip() == "crew"]


@pytest.mark.sqlite("it names the engine")
@pytest.mark.parametrize("whom", ["all", pytest.param("one of the crew", marks=pytest.mark.soak)])
def test_after_a_kill_each_frame_is_there_once(run, logs, new, known, place, begun, whom):  # noqa: PLR0917 - fixtures
    crew = crew_of(begun)
    os.kill(begun.pid if whom == "all" else crew[0], signal.SIGKILL)
    _, told = begun.communicate(timeout=PATIENCE_S)
    if whom != "all":
        assert b"ended with code -9. What was kept before stays; run the command again" in told
    until(lambda: not any(Path(f"/proc/{one}").exists() for one in crew))
    asked, environment = asked_of(place, "--jobs", 1)
    told = run("backfill", logs, *asked, env=environment).output
    assert "Going on: 10 of 10 files were read before" in told
    whole = new("whole")
    run("import", *in_order(logs), *sorted(logs.glob("*.jsonl")), "--db", whole)
    assert known(*place)[:2] == known(whole)[:2]
