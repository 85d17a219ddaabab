"""A log of which each line is a JSON object, whatever is told and whoever tells it."""

import json
import logging
import os
import re
import signal
import subprocess
import sys
import threading

import pytest
from tests.cli.test_hostile_text import HOSTILE, obeyed_in
from tests.cli.test_process import HOME, PATIENCE_S, got

from chargeboard.capture.log_lines import begin_log
from chargeboard.cli.terminal import tell
from chargeboard.config import Settings, SettingsError, load
from free_ports import free_port


@pytest.fixture
def logged(capfd, monkeypatch):
    """What a process of that name logs while something is done, as it was read back."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    monkeypatch.setattr(threading, "excepthook", threading.excepthook)

    def read(does, **how):
        monkeypatch.setattr(logging.root, "handlers", [])
        begin_log("page", "json", **how)
        does()
        out, err = capfd.readouterr()
        assert out == ""
        assert err.isascii()
        assert obeyed_in(err) == []
        return [json.loads(line) for line in err.splitlines()]

    return read


def test_a_record_is_an_object_in_a_line(logged):
    def fail():
        try:
            int(HOSTILE)
        except ValueError:
            logging.getLogger("a.b").exception("charger %s", HOSTILE, extra={"charger": HOSTILE})

    [document] = logged(fail)
    assert re.fullmatch(r"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", document.pop("time"))
    lines = document.pop("traceback").splitlines()
    assert lines[0] == "Traceback (most recent call last):"
    assert any("int(HOSTILE)" in line for line in lines)
    assert document == {
        "level": "ERROR",
        "logger": "a.b",
        "process": "page",
        "message": f"charger {HOSTILE}",
        "charger": HOSTILE,
    }


def test_the_time_is_that_of_the_record(logged):
    record = logging.LogRecord("a", logging.INFO, "", 0, "x", None, None)
    record.created = 1760000000.25
    [document] = logged(lambda: logging.getLogger().handle(record))
    assert document["time"] == "2025-10-09T08:53:20.250000Z"
    assert not {"charger", "traceback"} & document.keys()


def test_what_is_told_is_part_of_it_however_little_is_logged_besides(logged):
    def say():
        tell("it is at http://x")
        tell("mind that", aside=True)
        logging.getLogger("a.library").info("of no interest")

    told = logged(say, level=logging.WARNING)
    assert [(one["level"], one["message"]) for one in told] == [
        ("INFO", "it is at http://x"),
        ("WARNING", "mind that"),
    ]


def test_what_nobody_caught_is_in_it_too(logged):
    def fail():
        thread = threading.Thread(target=lambda: 1 // 0)
        thread.start()
        thread.join()
        sys.excepthook(KeyError, KeyError("k"), None)

    one, another = logged(fail)
    assert (one["level"], another["level"]) == ("CRITICAL", "CRITICAL")
    assert one["traceback"].endswith("ZeroDivisionError: integer division or modulo by zero")
    assert another["traceback"].endswith("KeyError: 'k'")


def test_it_is_one_of_two_kinds():
    assert Settings().server.log_format == "text"
    assert load(None, {"CHARGEBOARD_LOG_FORMAT": "json"}).server.log_format == "json"
    with pytest.raises(SettingsError, match="CHARGEBOARD_LOG_FORMAT"):
        load(None, {"CHARGEBOARD_LOG_FORMAT": "xml"})


def test_every_line_of_a_server_and_of_a_tap_is_one(tmp_path):
    """Standard output and error as a container's runtime gathers them: both."""
    page, ocpp, tap = free_port(), free_port(), free_port()
    database = ["--db", str(tmp_path / "board.db")]
    socket = str(tmp_path / "ingest")
    serve = ["serve", *database, "--port", page, "--ocpp-port", ocpp, "--ingest-socket", socket]
    relay = ["tap", *database, "--listen", f"127.0.0.1:{tap}", "--upstream", f"ws://127.0.0.1:{ocpp}",
             "--ingest", f"unix:{socket}", "--spool", str(tmp_path / "spool")]  # fmt: skip
    set_so = {"CHARGEBOARD_LOG_FORMAT": "json", "CHARGEBOARD_TOKEN": "a-token-that-nobody-guesses"}
    with (tmp_path / "log").open("a+") as log:
        begun = [
            subprocess.Popen(
                [sys.executable, "-m", "chargeboard", *map(str, arguments)],
                env=os.environ | HOME | set_so, stdout=log, stderr=log,
            )
            for arguments in (serve, relay)
        ]  # fmt: skip
        try:
            got(f"http://127.0.0.1:{page}/healthz")
            _await(log, "leads to")
        finally:
            for one in begun:
                one.send_signal(signal.SIGINT)
            for one in begun:
                one.wait(PATIENCE_S)
        log.seek(0)
        text = log.read()
    documents = [json.loads(line) for line in text.splitlines()]
    assert {"serve", "page", "tap"} <= {one["process"] for one in documents}
    assert "a-token-that-nobody-guesses" not in text
    assert all(one.keys() >= {"time", "level", "logger", "message"} for one in documents)


def _await(log, words):
    pause = threading.Event()
    for _ in range(PATIENCE_S * 10):
        log.seek(0)
        if words in log.read():
            return
        pause.wait(0.1)
    raise AssertionError(words)
