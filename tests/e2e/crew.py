"""Several processes of `chargeboard serve --role` over one PostgreSQL, each of which may be killed."""

from __future__ import annotations

import json
import os
import signal
import threading
import time
import urllib.error
import urllib.request
from contextlib import suppress

from daemon import PATIENCE_S, children_of, free_port, is_alive, started

_READY = {
    "gateway": "Chargers connect to",
    "projector": "this process computes",
    "web": "chargeboard is at",
    "all": "chargeboard is at",
}


class Hand:
    """One of them, with its children."""

    def __init__(self, role, url, folder, **environment):
        self.role = role
        port, ocpp_port = free_port(), free_port()
        self.url, self.address = f"http://127.0.0.1:{port}", f"ws://127.0.0.1:{ocpp_port}/ocpp/"
        self.process = started(
            "serve", *(["--role", role] if role else []),
            "--db", url, "--port", port, "--ocpp-port", ocpp_port,
            CHARGEBOARD_CSMS_AUTHORIZE="accept_all", CHARGEBOARD_DATA_FOLDER=str(folder), **environment,
        )  # fmt: skip
        self.said, self._is_ready = [], threading.Event()
        self.may_complain = False
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self):
        for line in self.process.stdout:
            self.said.append(line)
            if _READY[self.role or "all"] in line:
                self._is_ready.set()
        self._is_ready.set()

    @property
    def output(self):
        return "".join(self.said)

    def until_ready(self):
        assert self._is_ready.wait(PATIENCE_S), self.output
        assert self.process.poll() is None, self.output
        return self

    @property
    def pids(self):
        return [self.process.pid, *children_of(self.process.pid)]

    def signal(self, sign):
        for pid in self.pids:
            with suppress(ProcessLookupError):
                os.kill(pid, sign)

    def kill(self):
        """In no way at all, its children with it."""
        if self.process.poll() is None:
            left = self.pids
            for pid in left:
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            self.process.wait()
            until(lambda: not any(map(is_alive, left)))
        self._reader.join()
        self.process.stdout.close()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(PATIENCE_S)
        self._reader.join()
        self.process.stdout.close()
        assert self.process.returncode == 0, self.output
        assert self.may_complain or "Traceback" not in self.output, self.output

    def asked(self, path):
        """What the page's process answers: the status, and what it says."""
        try:
            with urllib.request.urlopen(f"{self.url}{path}", timeout=PATIENCE_S) as answer:  # noqa: S310 - ours
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            with error:
                return error.code, error.read()
        except OSError as error:
            return 0, str(error).encode()

    def news(self, path, count):
        """Return once an open page was drawn so often."""
        with urllib.request.urlopen(f"{self.url}{path}", timeout=PATIENCE_S) as stream:  # noqa: S310 - ours
            drawn = (line for line in stream if line.startswith(b"event: panels"))
            for _ in range(count):
                next(drawn)

    def board(self, station):
        status, body = self.asked(f"/api/v1/chargers/{station}/board")
        assert status == 200, body
        return json.loads(body)


def until(claim, patience_s=PATIENCE_S, why=lambda: ""):
    give_up = time.monotonic() + patience_s
    while not claim():
        assert time.monotonic() < give_up, why()
        time.sleep(0.05)
