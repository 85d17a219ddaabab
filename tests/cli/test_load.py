import socket
import sqlite3
import time
from contextlib import closing, suppress

import msgspec
import pytest
from test_process import command, serving

from chargeboard.cli.server.addresses import doubt_of_files
from chargeboard.demo.load import Tally
from free_ports import free_port

BUSY = "utilization = 1\nsample_s = 20\nheartbeat_s = 30\nocpp201 = 0.5\nlosses_a_day = 24\nloss_s = 60\n"


def await_listener(port):
    while True:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)


def test_a_fleet_calls_in_and_what_it_was_answered_is_what_is_kept(tmp_path):
    port, database, mix = free_port(), tmp_path / "b.db", tmp_path / "mix.toml"
    mix.write_text(BUSY)
    options = ("--db", database, "--ocpp-port", port)
    with serving("serve", *options, CHARGEBOARD_CSMS_AUTHORIZE="accept_all"):
        await_listener(port)
        url = f"ws://127.0.0.1:{port}/ocpp/"
        told = command(
            *("load", "--url", url, "--chargers", 8, "--first", 40),
            *("--speed", 60, "--mix", mix, "--for", "8s", "--json"),
        )
    tally = msgspec.json.decode(told.stdout, type=Tally)
    assert {"BootNotification", "StatusNotification"} < set(tally.sent)
    assert 0 < tally.answers <= tally.frames
    assert tally.errors == 0
    with closing(sqlite3.connect(database)) as db:
        rows = list(db.execute("select station, direction, protocol, text from journal"))
    answers = [text for _, direction, _, text in rows if direction == "out"]
    assert tally.answers == len(answers)
    assert {station for station, *_ in rows} == {f"LOAD-{n:05d}" for n in range(40, 48)}
    assert {protocol for *_, protocol, _ in rows if protocol} == {"ocpp1.6", "ocpp2.0.1"}


def test_the_mix_that_is_sent_is_printed_before_anything_is(tmp_path):
    mix = tmp_path / "mix.toml"
    mix.write_text("dc = 0.5")
    told = command("load", "--url", f"ws://127.0.0.1:{free_port()}/", "--mix", mix, "--for", "1s").stdout
    assert "  dc = 0.5\n  utilization = 0.2\n" in told
    assert "\nwhich is about 0.6 calls a second" in told
    assert told.splitlines()[-1].startswith("0 calls sent, 0 answered")
    assert "0 connections, " in told.splitlines()[-1]


def test_too_few_open_files_are_said_before_anybody_connects(run, monkeypatch):
    monkeypatch.setattr("resource.getrlimit", lambda _: (256, 256))
    told = run("load", "--chargers", 1000, code=1).output
    assert "need 1100 open files, and this system allows 256" in told
    assert "ulimit -n" in told


def test_serve_says_where_its_known_chargers_cannot_all_be_connected(monkeypatch):
    monkeypatch.setattr("resource.getrlimit", lambda _: (256, 1024))
    assert not [*doubt_of_files(824)]
    ((doubt, advice),) = doubt_of_files(825)
    assert doubt.startswith("825 chargers are known, and the process that listens may have 1024 files open")
    assert advice.startswith("Let it have 1025 (ulimit -n, as root; LimitNOFILE=")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("utilisation = 0.2", "unknown field `utilisation`"),
        ("faults = 2", "`float` <= 1.0 - at `$.faults`"),
        ("faults = ", "Invalid value"),
    ],
)
def test_a_mix_that_cannot_be_read_is_said_with_its_place(run, tmp_path, text, why):
    mix = tmp_path / "mix.toml"
    mix.write_text(text)
    assert why in run("load", "--mix", mix, code=1).output


def test_a_duration_is_written_with_its_unit(run):
    assert '"90" is no duration; write 90s, 10m or 2h' in run("load", "--for", "90", code=2).output
