"""Chargers of the PyPI `ocpp` package speak to their CSMS through a tap, and tcpdump listens beside it."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
from contextlib import contextmanager

import msgspec
import pytest
from town_of_two import HOME, SECRET, TOKEN, central_system, eventually, tapping, visit

from chargeboard.capture.batches import read_batch
from chargeboard.domain.policy import Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import MINUTE
from in_a_thread import run
from projecting import projector_of


def can_capture():
    """Whether there is a tcpdump, and we may use it."""
    if not shutil.which("tcpdump"):
        return False
    asked = ["tcpdump", "-i", "lo", "-c", "1", "-w", "/dev/null", "tcp port 1"]
    with subprocess.Popen(asked, stderr=subprocess.PIPE, text=True) as process:
        said = process.stderr.readline()
        process.terminate()
    return "listening on" in said


pytestmark = pytest.mark.skipif(not can_capture(), reason="tcpdump cannot capture here")


@contextmanager
def mirroring(database, port):
    """tcpdump on the loopback interface, and a mirror that reads what it writes."""
    captures = subprocess.Popen(
        ["tcpdump", "-i", "lo", "-U", "--immediate-mode", "-w", "-", "tcp", "port", str(port)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    mirror = subprocess.Popen(
        [sys.executable, "-u", "-m", "chargeboard", "mirror", "-", "--db", str(database)],
        env=os.environ | HOME,
        stdin=captures.stdout,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    captures.stdout.close()
    try:
        while "listening on" not in captures.stderr.readline():
            pass
        assert "reading -" in mirror.stdout.readline()
        yield mirror
    finally:
        captures.send_signal(signal.SIGINT)
        captures.wait(20)
        captures.stderr.close()
        said, _ = mirror.communicate(timeout=60)
        assert mirror.returncode == 0, said
        assert "1 connection of a charger" in said, said


def mirrored(folder):
    """The frames that the mirror kept."""
    store = open_store(folder / "board.db", read_only=True)
    try:
        return [one.frame for batch in store.frames_after("CP 1", -(2**62), 0) for one in batch]
    finally:
        store.close()


def tapped(folder):
    """The frames that the tap has in its spool."""
    lines = [
        line for file in sorted((folder / "spool").glob("*.jsonl")) for line in file.read_bytes().split(b"\n")
    ]
    return list(read_batch(lines, "spool", lambda text: text).frames)


def messages(frames):
    return [(one.direction, one.text, one.protocol) for one in frames if one.direction != "ws"]


def sessions(frames):
    """What is concluded of them."""
    store = open_store(":memory:")
    store.append(frames)
    desk = Desk(store, lambda station: Profile(id=station), lambda: frames[-1].received_at + MINUTE)
    projector_of(desk).refresh("CP 1")
    found = msgspec.json.decode(desk.board_json("CP 1"))["sessions"]
    store.close()
    return [{key: one[key] for key in ("energy_wh", "reason", "transaction_ids")} for one in found]


@pytest.mark.parametrize("compression", ["deflate", pytest.param(None, marks=pytest.mark.soak)])
def test_what_tcpdump_captures_says_what_the_tap_says(tmp_path, compression):
    async def boots_and_charges(charger):
        await charger.boots()
        return await charger.charges()

    async def story():
        server, behind = await central_system(compression=compression)
        try:
            with tapping(tmp_path, behind) as (port, _), mirroring(tmp_path / "board.db", behind):
                number = await asyncio.to_thread(
                    asyncio.run, visit(port, "CP%201", boots_and_charges, compression=compression)
                )
                for frames_of in (tapped, mirrored):
                    await asyncio.to_thread(
                        eventually, lambda of=frames_of: len(messages(of(tmp_path))) == 22
                    )
                return number
        finally:
            server.close()
            await server.wait_closed()

    number = run(story())
    beside, between = mirrored(tmp_path), tapped(tmp_path)
    assert messages(beside) == messages(between)
    assert [one.text[:6] for one in beside if one.direction == "ws"] == ['["open', '["clos']
    whole = repr(beside)
    assert TOKEN not in whole
    assert SECRET not in whole
    charged = {"energy_wh": 6000, "reason": "Local", "transaction_ids": [str(number)]}
    assert sessions(beside) == sessions(between) == [charged]
