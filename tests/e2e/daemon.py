"""`chargeboard serve` as a process, and the other commands beside it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from contextlib import suppress
from pathlib import Path

from click.testing import CliRunner

import chargeboard
from chargeboard.cli import main
from free_ports import free_port

PATIENCE_S = 180
HOME = {"PYTHONPATH": str(Path(chargeboard.__file__).parents[1])}


def started(*arguments, prefix=(), **environment):
    """A command that runs on its own, below another one where there is a `prefix`."""
    return subprocess.Popen(
        [*prefix, sys.executable, "-m", "chargeboard", *map(str, arguments)],
        env=os.environ | HOME | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def command(*arguments, **environment):
    """A command that has ended: its exit code, and all that it said."""
    process = started(*arguments, **environment)
    output, _ = process.communicate(timeout=PATIENCE_S)
    return process.returncode, output


def asked(*arguments, **environment):
    """
    What a command says that ends by itself, run in this process: its exit code, and all that it said.

    A process of its own also sees to it that others may not read what it writes.
    """
    result = CliRunner().invoke(main, [str(one) for one in arguments], env=environment)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result.exit_code, result.output


class Daemon:
    """A server over one database; it listens to chargers unless `authorize` is empty."""

    def __init__(self, database, *, authorize="accept_all", prefix=(), **environment):
        self.database = Path(database)
        port, ocpp_port = free_port(), free_port()
        self.url = f"http://127.0.0.1:{port}"
        self.address = f"ws://127.0.0.1:{ocpp_port}/ocpp/"
        environment["CHARGEBOARD_CSMS_AUTHORIZE"] = authorize
        self.process = started(
            "serve", "--db", database, "--port", port, "--ocpp-port", ocpp_port, prefix=prefix, **environment
        )
        self.said = []
        self._is_ready = threading.Event()
        self._wanted = {"chargeboard is at"} | ({"Chargers connect to"} if authorize else set())
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def __enter__(self):
        self.until_ready()
        return self

    def __exit__(self, kind, *_):
        if self.process.poll() is None:
            if kind is None:
                self.stop()
            else:
                self.kill(at_once=True)

    def _read(self):
        for line in self.process.stdout:
            self.said.append(line)
            self._wanted = {start for start in self._wanted if not line.startswith(start)}
            if not self._wanted:
                self._is_ready.set()
        self._is_ready.set()

    @property
    def output(self):
        return "".join(self.said)

    def until_ready(self):
        assert self._is_ready.wait(PATIENCE_S)
        assert self.process.poll() is None, self.output
        self.healthz()

    def healthz(self, wanted=None, token=""):
        """What it says of its health, once it answers, or once the status is the `wanted` one."""
        give_up = time.monotonic() + PATIENCE_S
        request = urllib.request.Request(  # noqa: S310 - ours
            f"{self.url}/healthz", headers={"Authorization": f"Bearer {token}"} if token else {}
        )
        while True:
            try:
                with urllib.request.urlopen(request, timeout=10) as answer:  # noqa: S310 - ours
                    found = answer.status, answer.read().decode()
            except urllib.error.HTTPError as error:
                with error:
                    found = error.code, error.read().decode()
            except OSError as error:
                found = 0, str(error)
            if found[0] == wanted or (wanted is None and found[0]):
                return found[1]
            assert time.monotonic() < give_up, (found, self.output)
            time.sleep(0.05)

    def until_said(self, text):
        self.until(lambda: text in self.output)

    def until(self, claim):
        give_up = time.monotonic() + PATIENCE_S
        while not claim():
            assert time.monotonic() < give_up, self.output
            time.sleep(0.05)

    def page_pid(self):
        """The process that serves the page, where that is a child."""
        return next(pid for pid in children_of(self.process.pid) if name_of(pid) == "page")

    def stop(self, sign=signal.SIGTERM, *, may_complain=False):
        """End it in an orderly way, and see that it went in one, and that its log says nothing of faults."""
        self.process.send_signal(sign)
        self.process.wait(PATIENCE_S)
        self._reader.join()
        self.process.stdout.close()
        assert self.process.returncode == 0, self.output
        assert may_complain or "Traceback" not in self.output, self.output

    def kill(self, *, at_once=False):
        """End it in no way at all, its children `at_once` with it; and wait until they are gone too."""
        left = children_of(self.process.pid)
        self.process.kill()
        if at_once:
            for pid in left:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
        self.process.wait()
        self._reader.join()
        self.process.stdout.close()
        give_up = time.monotonic() + PATIENCE_S
        while any(is_alive(pid) for pid in left):
            assert time.monotonic() < give_up
            time.sleep(0.02)


def children_of(pid):
    """The pages among a process's children."""
    return [one for one in children_of_any(pid) if b"spawn_main" in Path(f"/proc/{one}/cmdline").read_bytes()]


def children_of_any(pid):
    return [
        int(one)
        for task in Path(f"/proc/{pid}/task").iterdir()
        for one in (task / "children").read_text().split()
    ]


def name_of(pid):
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def is_alive(pid):
    try:
        return "\nState:\tZ" not in Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return False


def beside(database):
    """The names of the files that begin with the database's."""
    database = Path(database)
    return sorted(file.name for file in database.parent.iterdir() if file.name.startswith(database.name))
