"""Whoever starts while the server is away waits for it; a server of tests ends with who started it."""

import asyncio
import logging
import multiprocessing
import os
import select
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from chargeboard.alerts import ourselves
from chargeboard.cli.place import Place
from chargeboard.cli.server import alerting_process
from chargeboard.cli.server.awaited import await_server, store_awaited
from chargeboard.config import from_environment
from chargeboard.domain.members import LETTERS
from chargeboard.domain.records import Away, Unavailable
from chargeboard.run.clock import now
from chargeboard.run.measuring.told import Readings
from chargeboard.run.members import leasing
from chargeboard.run.members.team import Team
from in_a_thread import run
from postgres_server import running

STARTS_ONE = """
import time
from postgres_server import running
with running() as server:
    print(server.folder, flush=True)
    time.sleep(600)
"""


@pytest.fixture
def away(tmp_path, monkeypatch):
    """A server that is away, and a place on it."""
    monkeypatch.setenv("CHARGEBOARD_DATA_FOLDER", str(tmp_path))
    with running() as server:
        server.asked("create database board")
        place = Place(from_environment("").with_options(db=server.url("board")))
        with place.store(is_made=True):
            pass
        server.stop()
        yield server, place


def test_who_starts_while_the_server_is_away_says_so_once_and_goes_on_when_it_is_back(away, caplog):
    server, place = away
    rests = iter([lambda: None, server.start])
    caplog.set_level(logging.WARNING)
    with store_awaited(place, rests=lambda _: bool(next(rests)())) as store:
        assert store.stations() == []
    first, last = [record.getMessage() for record in caplog.records]
    assert "cannot be opened" in first
    assert "database server cannot be reached" in first
    assert last == "the database can be opened again"
    assert not any(record.exc_info for record in caplog.records)


def test_who_is_told_to_end_meanwhile_ends(away):
    _, place = away
    with pytest.raises(SystemExit) as ended, store_awaited(place, rests=lambda _: True):
        pass
    assert ended.value.code == 0


def test_who_is_started_by_hand_waits_for_the_server_but_not_for_ever(away, capsys):
    server, place = away
    with pytest.raises(Away, match="cannot be reached"):
        await_server(place, within_s=0)
    await_server(place, rests=lambda _: server.start())
    assert "Waiting up to 60 s for the database: The database server cannot be" in capsys.readouterr().err


def test_nobody_waits_where_a_password_is_wrong_or_there_is_no_such_database(away):
    server, place = away
    server.start()
    place = Place(from_environment("").with_options(db=server.url("nowhere")))
    with pytest.raises(Unavailable) as refused:
        await_server(place, rests=pytest.fail)
    assert not isinstance(refused.value, Away)


def test_who_had_the_turn_tells_of_itself_what_keeps_it_from_having_it(away, monkeypatch):
    server, place = away
    server.start()
    monkeypatch.setattr(leasing, "LEASE_S", 0.0)
    monkeypatch.setattr(ourselves, "LASTING", 0)
    monkeypatch.setattr(alerting_process, "_LOOK_AT_OURSELVES_S", 0.0)
    told, stopping = [], asyncio.Event()

    async def takes(message):
        told.append(str(message))
        stopping.set()

    monkeypatch.setattr(alerting_process, "senders", lambda *_: {"ops": takes})
    with place.store() as store, place.store() as asked:
        turn = leasing.Leasing(asked, "us", "", leasing.Limit(chores=(LETTERS,)), now)
        turn.look()
        assert turn.had(LETTERS)
        assert not turn.has(LETTERS)
        server.stop()
        team, readings = Team(store.members, now), Readings(multiprocessing.get_context("spawn"))
        run(alerting_process.deliver_in_turn(place, store, team, turn, readings, stopping))
    assert "the database server cannot be reached" in told[0]


def test_a_server_of_tests_that_were_killed_ends_with_them():
    child = subprocess.Popen(
        [sys.executable, "-c", STARTS_ONE], stdout=subprocess.PIPE, text=True, cwd=Path(__file__).parents[1]
    )
    folder = Path(child.stdout.readline().strip())
    server = int((folder / "data" / "postmaster.pid").read_text().split()[0])
    watched = os.pidfd_open(server)
    child.kill()
    child.communicate()
    ended, _, _ = select.select([watched], [], [], 30)
    os.close(watched)
    with suppress(ProcessLookupError):
        os.kill(server, signal.SIGQUIT)
    assert ended, "it goes on"
