"""`chargeboard serve` as an operator has it: two processes, signals, settings that are refused."""

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import apsw
import pytest
import websockets
from click.testing import CliRunner
from yard import call, on_loop

import chargeboard
from chargeboard.cli import main
from chargeboard.config import Csms, SettingsError, load
from chargeboard.domain.records import Charger, Credential
from chargeboard.store import open_store
from free_ports import free_port
from of_engine import address_of

PATIENCE_S = 60


@contextmanager
def serving(database, *, ends_by=signal.SIGINT):
    port, ocpp_port = free_port(), free_port()
    command = ["serve", "--db", address_of(database), "--port", port, "--ocpp-port", ocpp_port]
    process = subprocess.Popen(
        [sys.executable, "-m", "chargeboard", *map(str, command)],
        env=os.environ
        | {
            "PYTHONPATH": str(Path(chargeboard.__file__).parents[1]),
            "CHARGEBOARD_CSMS_AUTHORIZE": "none",
            "CHARGEBOARD_DATA_FOLDER": str(database.parent),
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        yield process, f"http://127.0.0.1:{port}", f"ws://127.0.0.1:{ocpp_port}/ocpp/"
    finally:
        process.send_signal(ends_by)
        output, _ = process.communicate(timeout=PATIENCE_S)
        assert "Traceback" not in output
        assert process.returncode == (0 if ends_by == signal.SIGINT else -ends_by), output


def health(url, wanted=200):
    give_up = time.monotonic() + PATIENCE_S
    while True:
        try:
            with urllib.request.urlopen(f"{url}/healthz", timeout=60) as answer:  # noqa: S310
                found = answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            with error:
                found = error.code, error.read().decode()
        except OSError:
            found = 0, ""
        if found[0] == wanted:
            return found[1]
        assert time.monotonic() < give_up, found
        time.sleep(0.1)


def child_of(process, name):
    """The process id of the child of that name."""
    give_up = time.monotonic() + PATIENCE_S
    while True:
        # a process lists the children that each of its threads began
        for children in Path(f"/proc/{process.pid}/task").glob("*/children"):
            for one in children.read_text().split():
                if Path(f"/proc/{one}/comm").read_text().strip() == name:
                    return int(one)
        assert time.monotonic() < give_up
        time.sleep(0.05)


def page_of(process):
    return child_of(process, "page")


async def beat(address):
    async with websockets.connect(f"{address}A", subprotocols=["ocpp1.6"]) as link:
        return (await call(link, "Heartbeat"))[0]


def test_a_page_that_crashes_is_started_again_and_chargers_do_not_notice(tmp_path):
    with serving(tmp_path / "b.db") as (process, url, address):
        assert health(url) == "ok\n"
        assert on_loop(beat(address)) == 3
        page = page_of(process)
        os.kill(page, signal.SIGKILL)
        assert on_loop(beat(address)) == 3
        assert health(url) == "ok\n"
        assert page_of(process) != page


def test_what_understands_is_started_again_where_it_is_killed_and_the_page_says_so(tmp_path):
    with serving(tmp_path / "b.db") as (process, url, address):
        assert health(url) == "ok\n"
        ended = child_of(process, "understanding")
        os.kill(ended, signal.SIGKILL)
        assert on_loop(beat(address)) == 3
        assert "stored but not yet in the figures" in health(url, 503)
        assert child_of(process, "understanding") != ended
        assert health(url) == "ok\n"
        store = open_store(tmp_path / "b.db", read_only=True)
        give_up = time.monotonic() + PATIENCE_S
        while store.unfolded():
            assert time.monotonic() < give_up
            time.sleep(0.05)
        assert store.progress("A").seq > 0
        store.close()


def test_the_children_end_with_the_process_that_listens(tmp_path):
    with serving(tmp_path / "b.db", ends_by=signal.SIGKILL) as (process, url, _):
        health(url)
        children = page_of(process), child_of(process, "understanding")
    give_up = time.monotonic() + PATIENCE_S
    while any(is_alive(child) for child in children):
        assert time.monotonic() < give_up
        time.sleep(0.1)


def is_alive(child):
    try:
        return "zombie" not in Path(f"/proc/{child}/status").read_text()
    except OSError:
        return False


@pytest.mark.sqlite("it locks the file")
def test_what_keeps_frames_from_the_disk_is_told_to_whoever_asks_after_its_health(tmp_path):
    with serving(tmp_path / "b.db") as (_, url, address):
        health(url)
        blocker = apsw.Connection(str(tmp_path / "b.db"))
        blocker.set_busy_timeout(5_000)
        blocker.execute("begin immediate")

        async def story():
            async with websockets.connect(f"{address}A", subprotocols=["ocpp1.6"]) as link:
                asking = asyncio.create_task(call(link, "Heartbeat"))
                assert "locked" in await asyncio.to_thread(health, url, 503)
                assert not asking.done()
                blocker.execute("rollback")
                assert (await asking)[0] == 3

        on_loop(story())
        assert health(url) == "ok\n"
        blocker.close()


@pytest.fixture
def shell(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(*arguments, **environment):
        return CliRunner().invoke(main, list(arguments), env=environment)

    return run


@pytest.mark.threat("C1")
def test_an_endpoint_that_anybody_may_reach_needs_a_rule(shell):
    open_to_all = {"CHARGEBOARD_CSMS_AUTHORIZE": "none", "CHARGEBOARD_CSMS_HOST": "0.0.0.0"}  # noqa: S104
    refused = shell("serve", "--port", str(free_port()), **open_to_all)
    assert refused.exit_code == 1
    assert "Anyone who reaches 0.0.0.0 could claim to be a charger" in refused.output
    needs_tls = shell("serve", **open_to_all, CHARGEBOARD_CSMS_REQUIRE_CERTIFICATE="true")
    assert "needs csms.tls_certificate" in needs_tls.output


@pytest.mark.threat("K4")
def test_a_password_is_shown_once_and_only_its_hash_is_kept(shell, tmp_path):
    shown = shell("charger", "password", "CP 1", "--db", "b.db")
    key = re.search(r"^[0-9a-f]{40}$", shown.stdout, re.MULTILINE)[0]
    store = open_store(tmp_path / "b.db")
    kept = store.credential("CP 1")
    assert kept.approved
    assert key.encode() not in kept.digest + kept.salt
    assert bytes.fromhex(key) not in kept.digest + kept.salt
    assert shell("charger", "approve", "CP 2", "--db", "b.db").exit_code == 0
    assert store.credential("CP 2").approved
    assert store.credential("CP 2").digest is None
    store.close()


def test_chargers_that_wait_are_listed_and_dismissed_from_the_shell(shell, tmp_path):
    store = open_store(tmp_path / "b.db")
    for number in range(3):
        store.save_waiting(Credential(station=f"N{number}", approved=False, asked_at=number + 1), 200)
    listed = shell("charger", "waiting", "--db", "b.db")
    assert [line.split()[-1] for line in listed.stdout.splitlines()] == ["N0", "N1", "N2"]
    assert shell("charger", "dismiss", "N1", "--db", "b.db").exit_code == 0
    assert "is not waiting" in shell("charger", "dismiss", "N1", "--db", "b.db").output
    assert "2 dismissed" in shell("charger", "dismiss", "--all", "--db", "b.db").output
    assert shell("charger", "waiting", "--db", "b.db").stdout == ""
    assert shell("charger", "dismiss", "--db", "b.db").exit_code == 2
    store.close()


def test_settings_for_chargers_come_from_the_file_and_the_environment(tmp_path):
    file = tmp_path / "c.toml"
    file.write_text('[csms]\nauthorize = "list"\ntokens = ["A"]\nport = 9100\n')
    ours = load(str(file), {"CHARGEBOARD_CSMS_PORT": "9200"})
    assert (ours.csms.authorize, ours.csms.tokens, ours.csms.port) == ("list", ("A",), 9200)
    assert ours.installation()["csms.port"].origin == "CHARGEBOARD_CSMS_PORT"
    assert not ours.csms.is_guarded


@pytest.mark.threat("C2")
@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({}, "claim to be any charger that has no password"),
        ({"new_chargers": "wait"}, "approval proves nothing"),
        ({"new_chargers": "refuse"}, "approval proves nothing"),
        ({"require_password": True}, ""),
        ({"require_certificate": True}, ""),
    ],
)
def test_rules_without_a_password_or_certificate_are_not_called_guarded(settings, words):
    found = Csms(authorize="none", **settings)
    assert found.is_guarded is (not words)
    assert words in found.unguarded
    assert bool(found.unguarded) is bool(words)


@pytest.mark.threat("C2")
def test_doctor_and_the_start_say_that_nothing_proves_who_a_charger_is(shell, monkeypatch):
    listens = {"CHARGEBOARD_CSMS_AUTHORIZE": "none"}
    open_to_all = listens | {"CHARGEBOARD_CSMS_HOST": "0.0.0.0", "CHARGEBOARD_CSMS_NEW_CHARGERS": "wait"}  # noqa: S104
    monkeypatch.setattr("chargeboard.cli.server.serve_command.serve_both", lambda _, **__: None)
    ports = {"CHARGEBOARD_PORT": str(free_port()), "CHARGEBOARD_CSMS_PORT": str(free_port())}
    started = shell("serve", **open_to_all, **ports)
    assert started.exit_code == 0
    assert (
        f"Warning: Chargers are not guarded: anyone who reaches 0.0.0.0:{ports['CHARGEBOARD_CSMS_PORT']}"
        in (started.stderr)
    )
    assert "not guarded" in shell("doctor", **listens).output
    assert "not guarded" not in shell("doctor", **listens, CHARGEBOARD_CSMS_REQUIRE_PASSWORD="true").output
    assert "not guarded" not in shell("doctor").output


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ('authorise = "list"', 'did you mean "authorize"'),
        ('authorize = "all"', "authorize"),
        ("port = 0", "not a port"),
        ('port = "x"', "should be a whole number"),
        ("ping_interval_s = 0", "use more than 0"),
    ],
)
def test_a_wrong_setting_says_where_and_what(tmp_path, line, complaint):
    file = tmp_path / "c.toml"
    file.write_text(f"[csms]\n{line}\n")
    with pytest.raises(SettingsError, match=complaint):
        load(str(file), {})


def test_doctor_names_who_is_hidden_and_was_never_kept_out(shell, tmp_path):
    store = open_store(tmp_path / "chargeboard.db")
    store.save_charger(Charger(id="OLD 1", deleted=True))
    assert "chargeboard charger withdraw 'OLD 1'" in shell("doctor").output
    assert shell("charger", "withdraw", "OLD 1").exit_code == 0
    assert "OLD 1" not in shell("doctor").output
    store.close()
