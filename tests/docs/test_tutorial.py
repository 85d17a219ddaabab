"""Every command of the first steps, as it stands there, one after the other in an empty folder."""

import json
import os
import re
import signal
import subprocess
import sys
import time
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

import chargeboard
from free_ports import free_port

ROOT = Path(__file__).parents[2]
COMMANDS = [
    block.strip()
    for block in re.findall(r"```sh\n(.*?)```", (ROOT / "docs" / "tutorial.md").read_text(), re.DOTALL)
]
PATIENCE_S = 120


@pytest.fixture
def place(tmp_path):
    """A folder that looks as a clone after `make demo` has installed; the usual ports may be taken here."""
    program = tmp_path / ".venv" / "bin" / "chargeboard"
    program.parent.mkdir(parents=True)
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m chargeboard "$@"\n')
    program.chmod(0o755)
    for name in ("Makefile", "pyproject.toml", "requirements-run.lock"):
        (tmp_path / name).symlink_to(ROOT / name)
    (tmp_path / ".venv" / "runs").touch()
    return tmp_path


@pytest.fixture
def surroundings():
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    home = str(Path(chargeboard.__file__).parents[1])
    ports = {
        "PORT": str(free_port()),
        "CHARGEBOARD_PORT": str(free_port()),
        "CHARGEBOARD_CSMS_PORT": str(free_port()),
    }
    return kept | ports | {"PYTHONPATH": home}


@contextmanager
def going_on(command, place, surroundings):
    """A command that goes on until Ctrl-C."""
    process = subprocess.Popen(
        ["sh", "-c", command],
        cwd=place,
        env=surroundings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        yield process
    finally:
        os.killpg(process.pid, signal.SIGINT)
        said, _ = process.communicate(timeout=PATIENCE_S)
        assert "Traceback" not in said, said


def run(command, place, surroundings):
    done = subprocess.run(
        ["sh", "-c", command], cwd=place, env=surroundings, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def until(found, url):
    give_up = time.monotonic() + PATIENCE_S
    while True:
        try:
            with urllib.request.urlopen(url, timeout=PATIENCE_S) as answer:  # noqa: S310
                text = answer.read().decode()
        except OSError as error:
            text = str(error)
        if found(text):
            return text
        assert time.monotonic() < give_up, text[:2000]
        time.sleep(0.2)


def test_the_first_steps_lead_where_they_say(place, surroundings):
    demo, sample, import_, serve, board, name, simulate = COMMANDS
    with going_on(demo, place, surroundings):
        until(lambda text: "Bahnhof Hub" in text, f"http://127.0.0.1:{surroundings['PORT']}/")

    assert "messages of charger HAFEN-2" in run(sample, place, surroundings)
    said = run(import_, place, surroundings)
    assert "read as python-ocpp" in said
    assert "0 lines that could not be read" in said
    assert not re.search(rb'"04[0-9A-F]{12}"', (place / "board.db").read_bytes())

    url = f"http://127.0.0.1:{surroundings['CHARGEBOARD_PORT']}"
    with going_on(serve, place, surroundings):
        until(lambda text: "Utilization rate" in text, f"{url}/chargers/HAFEN-2")
        assert "Utilization rate" in run(board, place, surroundings)
        run(name, place, surroundings)
        until(lambda text: "Hafen DC2" in text, f"{url}/")

        def is_charging(text):
            ongoing = json.loads(text)["ongoing"]["sessions"] if '"ongoing"' in text else []
            return [one["power_w"] > 20_000 for one in ongoing if one["power_w"]] == [True]

        with going_on(simulate, place, surroundings):
            until(lambda text: "SIM-1" in text, f"{url}/")
            charging = json.loads(until(is_charging, f"{url}/api/v1/chargers/SIM-1/board"))
            assert [one["state"] for one in charging["now"]] == ["charging"]
            assert charging["data_quality"]["nonconformant"] == 0


def test_a_sample_overwrites_nothing(place, surroundings):
    (place / "ocpp.log").write_text("mine")
    with pytest.raises(AssertionError, match="exists already; remove it, or name another file"):
        run(COMMANDS[1], place, surroundings)
    assert (place / "ocpp.log").read_text() == "mine"
