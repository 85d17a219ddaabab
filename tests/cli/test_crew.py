import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import apsw
import pytest
from one_session import a_session

import chargeboard
from chargeboard.store import open_store

COMMAND = [sys.executable, "-m", "chargeboard"]
ENVIRONMENT = os.environ | {"PYTHONPATH": str(Path(chargeboard.__file__).parents[1])}
CHARGERS = [f"CP{n}" for n in range(1, 6)]
PATIENCE_S = 60


def lines_of(station, day=13):
    return [line.replace("CP1", station).replace("2025-10-13", f"2025-10-{day}") for line in a_session()]


@pytest.fixture
def log(tmp_path):
    """Five chargers in turns, and lines that cannot be read."""
    path = tmp_path / "log.jsonl"
    turns = zip(*(lines_of(station) for station in CHARGERS), strict=True)
    path.write_text("\n".join(["[2,", *(line for turn in turns for line in turn), '{"frame": 1}']))
    return path


def held(database):
    """All rows, but for what names the moment at which they were written."""
    with apsw.Connection(str(database)) as connection:
        tables = [
            table
            for (table,) in connection.execute("select name from sqlite_schema where type = 'table'")
            if table not in {"meta", "fleet_line", "fleet_part"} and not table.startswith("sqlite_")
        ]
        return {table: sorted(map(repr, connection.execute(f"select * from {table}"))) for table in tables}  # noqa: S608


def imported(run, folder, *arguments, jobs):
    folder.mkdir()
    (folder / "board.db.key").write_text("6b" * 32)
    output = run("import", *arguments, "--db", folder / "board.db", "--jobs", jobs).output
    return output.replace(str(folder), "")


@pytest.mark.parametrize("jobs", [2, 9])
def test_it_makes_no_difference_how_many_share_the_work(tmp_path, run, log, jobs):
    later = tmp_path / "later.jsonl"
    later.write_text("\n".join(lines_of("CP2", 14) + lines_of("CP6", 14) + lines_of("CP1", 12)))
    one, many = tmp_path / "one", tmp_path / "many"
    told = imported(run, one, log, later, log, jobs=1)
    assert imported(run, many, log, later, log, jobs=jobs) == told
    assert "112 new frames of 6 chargers, 70 known already, 4 lines" in told
    before = held(one / "board.db")
    assert held(many / "board.db") == before
    assert (many / "board.db.rejected.jsonl").read_text() == (one / "board.db.rejected.jsonl").read_text()
    for folder in (one, many):
        run("rebuild", "--db", folder / "board.db", "--jobs", jobs)
    again, others = held(one / "board.db"), held(many / "board.db")
    assert again == others
    # what counts how often it was written, and facts, which are packed from their first day on
    assert {table for table in before if again[table] != before[table]} <= {
        "progress",
        "fleet",
        "fact",
        "fact_block",
    }


def test_frames_of_a_merged_charger_go_to_the_process_of_the_one_they_count_for(tmp_path, run, log):
    for jobs, name in ((1, "one"), (2, "many")):
        imported(run, tmp_path / name, log, jobs=1)
        database = tmp_path / name / "board.db"
        run("charger", "merge", "CP1", "CP2", "--db", database)
        later = tmp_path / "later.jsonl"
        later.write_text("\n".join(lines_of("CP1", 14) + lines_of("CP2", 14) + lines_of("CP3", 14)))
        run("import", later, "--db", database, "--jobs", jobs)
    one, many = (held(tmp_path / name / "board.db") for name in ("one", "many"))
    assert {table for table in one if one[table] != many[table]} == {"charger", "audit"}, "when it was merged"


def test_a_charger_that_cannot_be_understood_is_told_of_and_the_others_are_done(run, log, database):
    run("import", log, "--db", database, "--jobs", 2)
    with apsw.Connection(str(database)) as connection:
        connection.execute("update journal_block set body = x'00' where station = 'CP3'")
    result = run("rebuild", "--db", database, "--jobs", 2, code=1)
    assert "'CP3'" in result.output
    assert "Traceback" not in result.output
    with apsw.Connection(str(database)) as connection:
        understood = [
            station for (station,) in connection.execute("select station from progress where seq > 0")
        ]
    assert understood == ["CP1", "CP2", "CP4", "CP5"]


HEARTBEAT = (
    '{{"received_at": "2025-10-13T{:02}:{:02}:{:02}Z", "station": "{}", "direction": "in", "frame": {}}}\n'
)
MANY = [
    HEARTBEAT.format(n // 3600, n // 60 % 60, n % 60, station, f'[2, "{n}", "Heartbeat", {{}}]')
    for n in range(20_000)
    for station in ("CP1", "CP2")
]


class Importing:
    """An import by two processes of what is written to its standard input."""

    def __init__(self, database):
        self.process = subprocess.Popen(
            [*COMMAND, "import", "-", "--db", database, "--jobs", "2"],
            env=ENVIRONMENT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.process.stdin.write("".join(MANY[:36_000]).encode())
        self.process.stdin.flush()
        give_up = time.monotonic() + PATIENCE_S
        while len(self.crew()) < 2:
            assert time.monotonic() < give_up
            time.sleep(0.05)

    def crew(self):
        """The processes that share the work and live."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return [int(child) for child in listed.split() if _name(child) == "crew"]

    def said_at_its_end(self):
        said = self.process.communicate("".join(MANY[36_000:]).encode(), timeout=PATIENCE_S)[0].decode()
        assert self.process.returncode == 1
        assert "Traceback" not in said
        return said


def _name(pid):
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def ends(pid):
    give_up = time.monotonic() + PATIENCE_S
    while Path(f"/proc/{pid}").exists():
        assert time.monotonic() < give_up
        time.sleep(0.05)
    return True


@pytest.fixture
def is_completed(tmp_path, run):
    """Whether another import of the log leaves all of it, each frame once."""

    def look(database):
        (tmp_path / "whole.jsonl").write_text("".join(MANY))
        told = run("import", tmp_path / "whole.jsonl", "--db", database).output
        new, known = (int(part.split()[0].replace(",", "")) for part in told.split("\n")[0].split(", ")[:2])
        store = open_store(database)
        frames = [sum(map(len, store.frames_after(station, 0, 0))) for station in ("CP1", "CP2")]
        store.close()
        return (new + known, frames) == (len(MANY), [20_000, 20_000])

    return look


def test_where_a_process_is_killed_nothing_that_was_kept_is_lost_and_it_is_said(tmp_path, is_completed):
    importing = Importing(tmp_path / "board.db")
    os.kill(importing.crew()[0], signal.SIGKILL)
    assert "ended with code -9. What was kept before stays" in importing.said_at_its_end()
    assert is_completed(tmp_path / "board.db")


def test_ctrl_c_ends_all_of_them_and_says_what_is_left_to_do(tmp_path, is_completed):
    importing = Importing(tmp_path / "board.db")
    crew = importing.crew()
    importing.process.send_signal(signal.SIGINT)
    output, _ = importing.process.communicate(timeout=PATIENCE_S)
    assert importing.process.returncode == 1
    assert "Stopped. What was kept before stays" in output.decode()
    assert all(map(ends, crew))
    assert is_completed(tmp_path / "board.db")


ALONE = """
import gc, sys, click
from chargeboard.cli import main
main.get_command(click.Context(main), "import")
print(gc.isenabled(), gc.get_freeze_count() > 50_000, *sys.modules)
"""


def test_who_works_alone_loads_nothing_of_those_who_share_and_looks_through_nothing_that_stays():
    alone = [sys.executable, "-c", ALONE]
    told = subprocess.run(alone, env=ENVIRONMENT, capture_output=True, text=True, check=True).stdout.split()
    assert told[:2] == ["True", "True"]
    assert "chargeboard.cli.crew" in told
    assert not {"chargeboard.cli.crew_processes", "chargeboard.cli.backfill.steps"}.intersection(told)
