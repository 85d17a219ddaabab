"""Sockets that somebody else holds, as systemd does: nobody is refused while we restart."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager

import httpx
import pytest
from click.testing import CliRunner
from daemon import HOME, PATIENCE_S, command
from fleet import Fleet, many_files

from chargeboard.cli import main
from chargeboard.store import open_store

AS_SYSTEMD = """
import fcntl, os, sys
held = [fcntl.fcntl(int(one), fcntl.F_DUPFD, 100) for one in sys.argv[1:3]]
for place, number in enumerate(held, 3):
    os.dup2(number, place)
told = {"LISTEN_FDS": "2", "LISTEN_FDNAMES": "page:ocpp", "LISTEN_PID": str(os.getpid())}
os.execve(sys.executable, [sys.executable, "-m", "chargeboard", *sys.argv[3:]], os.environ | told)
"""
"""Runs a program in its own place, with the sockets where it looks for them."""


@contextmanager
def listening():
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        opened.listen(4096)
        yield opened


class Served:
    """`serve`, between two sockets that are not its own."""

    def __init__(self, database, page, ocpp):
        numbers = page.fileno(), ocpp.fileno()
        self.process = subprocess.Popen(
            [sys.executable, "-c", AS_SYSTEMD, *map(str, numbers), "serve", "--db", database],
            env=os.environ | HOME | {"CHARGEBOARD_CSMS_AUTHORIZE": "accept_all"},
            pass_fds=numbers,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.said = []
        self._reader = threading.Thread(target=lambda: self.said.extend(self.process.stdout), daemon=True)
        self._reader.start()

    def stop_when_refused(self):
        """It ends by itself."""
        self.process.wait(PATIENCE_S)
        return self.stop()

    def stop(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE_S)
        self._reader.join()
        self.process.stdout.close()
        return "".join(self.said)


def address(opened):
    return f"127.0.0.1:{opened.getsockname()[1]}"


def healthy(page):
    """What is answered, however long that takes; a connect that is refused raises."""
    return httpx.get(f"http://{address(page)}/healthz", timeout=PATIENCE_S).status_code


def kept(database, station):
    with closing(open_store(database, read_only=True)) as store:
        said = [found.frame for some in store.frames_after(station, -1, 0) for found in some]
    return Counter(json.loads(one.text)[1] for one in said if one.direction == "in"), said


@pytest.mark.parametrize("size", [8, pytest.param(2000, marks=pytest.mark.soak)])
def test_nobody_is_refused_while_it_restarts_and_no_answer_is_lost(tmp_path, size):
    database = str(tmp_path / "board.db")
    with listening() as page, listening() as ocpp, many_files(), ThreadPoolExecutor(4) as readers:
        fleet, first = Fleet(size), Served(database, page, ocpp)
        try:
            assert healthy(page) == 200
            fleet.start(f"ws://{address(ocpp)}/ocpp/")
            fleet.talk()
            fleet.until(lambda fleet: fleet.answered >= 5 * size)
            said = first.stop()
            assert "Traceback" not in said, said
            answers = [readers.submit(healthy, page) for _ in range(4)]
            fleet.until(lambda fleet: fleet.connected == 0)
            before = fleet.answered
            first = Served(database, page, ocpp)
            assert {one.result() for one in answers} == {200}
            fleet.until(lambda fleet: fleet.answered >= before + 2 * size)
            fleet.settle()
            assert fleet.refused == 0
        finally:
            fleet.stop()
            said = first.stop()
        assert "Traceback" not in said, said
    for charger in fleet.chargers if size < 100 else fleet.chargers[::50]:
        found, frames = kept(database, charger.name)
        assert all(found[call.number] for call in charger.calls if call.answer), charger.name
        gaps = [json.loads(one.text) for one in frames if one.direction == "ws" and '"gap"' in one.text]
        assert all(end - begin < 60_000_000 for _, begin, end, *_ in gaps), "within the grace"


def test_a_socket_without_a_name_of_ours_is_told(tmp_path, monkeypatch):
    for name, value in (("LISTEN_FDS", "1"), ("LISTEN_FDNAMES", "other"), ("LISTEN_PID", str(os.getpid()))):
        monkeypatch.setenv(name, value)
    told = CliRunner().invoke(main, ["serve", "--db", str(tmp_path / "board.db")])
    assert told.exit_code == 1
    assert "FileDescriptorName=" in told.output


def test_sockets_of_another_process_are_let_be(tmp_path, monkeypatch):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        told = {"LISTEN_FDS": "1", "LISTEN_FDNAMES": "page", "LISTEN_PID": "1"}
        code, said = command("serve", "--db", tmp_path / "b.db", "--port", other.getsockname()[1], **told)
    assert (code, "in use" in said) == (1, True)


@pytest.mark.threat("W1")
def test_a_socket_that_others_reach_needs_a_token_whatever_the_settings_say(tmp_path):
    with socket.socket() as page, listening() as ocpp:
        page.bind(("0.0.0.0", 0))  # noqa: S104 - it is refused
        page.listen()
        said = Served(str(tmp_path / "board.db"), page, ocpp).stop_when_refused()
    assert "a token is needed" in said
