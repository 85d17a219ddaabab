"""Can a charger make another one wait for its answers?"""

from __future__ import annotations

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from functools import partial
from pathlib import Path

import httpx

from bench.figure import Figure, at_most, shown
from bench.hostile import SHAPES
from bench.workbench import HERE, Workbench
from chargeboard.cli.place import Place
from chargeboard.config import from_environment
from chargeboard.domain.frame import Frame
from chargeboard.history.opening import Histories
from chargeboard.run.clock import now
from chargeboard.run.understanding.projector import Projector
from chargeboard.time.instants import HOUR, MINUTE, SECOND, Instant

_CALM = 20
_MORE_MS, _TIMES = 5.0, 2.0
_DAYS = 90
_START_WITHIN_S = 60


def figures(workbench: Workbench) -> Iterator[Figure]:
    """Calm chargers alone and beside each hostile shape, in turns, over histories of three months."""
    with ExitStack() as stack:
        old = _histories(workbench.folder / "histories.db")
        for shape in SHAPES:
            path = workbench.folder / "delaying.db"
            shutil.copyfile(old, path)
            with _served(path) as (address, page):
                calm, hostile, sent = _in_turns(stack, address, page, shape, workbench)
            for left_over in workbench.folder.glob("delaying.db*"):
                left_over.unlink()
            usual, other = _p99(calm), _p99(hostile)
            yield at_most(
                _TIMES * usual + _MORE_MS,
                Figure(
                    name=f"an answer beside: {shape.replace('_', ' ')}, p99",
                    value=other,
                    unit="ms",
                    note=f"calm {shown(usual)} ms, medians {shown(_at(calm, 0.5))} and "
                    f"{shown(_at(hostile, 0.5))}, longest {shown(max(calm))} and {shown(max(hostile))}; "
                    f"{sent:,} messages; {(SHAPES[shape].__doc__ or '').splitlines()[0]}",
                ),
            )


def _in_turns(
    stack: ExitStack, address: str, page: str, shape: str, workbench: Workbench
) -> tuple[list[float], list[float], int]:
    rounds, seconds = workbench.scaled(6, 3), workbench.scaled(4, 2)
    calm_ones = stack.enter_context(_talking("calm.py", address, str(_CALM)))
    hostile_one = stack.enter_context(_talking("hostile.py", address, page, shape, nice=5))
    found: dict[bool, list[float]] = {False: [], True: []}
    sent = 0
    _say(calm_ones, 1)
    calm_ones.stdout.readline()
    for turn in range(2 * rounds):
        is_hostile = turn % 2 == 1
        if is_hostile:
            # it begins before it is measured, and ends behind
            _say(hostile_one, seconds + 1)
            time.sleep(0.5)
        _say(calm_ones, seconds)
        found[is_hostile] += json.loads(calm_ones.stdout.readline())
        if is_hostile:
            sent += int(hostile_one.stdout.readline())
            # what it left to be understood is not counted to the calm ones
            time.sleep(1)
    for one in (calm_ones, hostile_one):
        one.stdin.close()
        one.wait(20)
    return found[False], found[True], sent


def _say(process: subprocess.Popen[str], seconds: float) -> None:
    process.stdin.write(f"{seconds}\n")
    process.stdin.flush()


def _at(waits: list[float], share: float) -> float:
    return sorted(waits)[int(len(waits) * share)]


def _p99(waits: list[float]) -> float:
    return _at(waits, 0.99)


@contextmanager
def _talking(script: str, *arguments: str, nice: int = 0) -> Iterator[subprocess.Popen[str]]:
    command = ["nice", f"-n{nice}", sys.executable, str(HERE / script), *arguments]
    process = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env=os.environ | {"PYTHONPATH": str(HERE.parent)},
    )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@contextmanager
def _served(path: Path) -> Iterator[tuple[str, str]]:
    port, ocpp_port = _free_port(), _free_port()
    command = ["serve", "--db", str(path), "--port", str(port), "--ocpp-port", str(ocpp_port)]
    process = subprocess.Popen(
        [sys.executable, "-m", "chargeboard", *command],
        env=os.environ | {"CHARGEBOARD_CSMS_AUTHORIZE": "accept_all"},
        stdout=subprocess.DEVNULL,
    )
    try:
        _await(f"http://127.0.0.1:{port}/healthz")
        yield f"ws://127.0.0.1:{ocpp_port}/ocpp/", f"http://127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(60)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(url: str) -> None:
    until = time.monotonic() + _START_WITHIN_S
    while time.monotonic() < until:
        with suppress(httpx.HTTPError):
            httpx.get(url, timeout=5)
            return
        time.sleep(0.1)
    raise RuntimeError(f"{url} does not answer")


def _histories(path: Path) -> Path:
    """A database with three months of three chargers, understood."""
    if path.exists():
        return path
    place = Place(from_environment(None).with_options(db=str(path)))
    with place.store(is_made=True) as store:
        projector = Projector(Histories(store, partial(place.profile, store)), now)
        begin = now() - _DAYS * 24 * HOUR
        for station, frames in (
            ("NEVER", _turning("NEVER", begin, 10 * MINUTE, 1, stuck=True)),
            ("SIXTY", _turning("SIXTY", begin, 8 * MINUTE, 60)),
            ("LONG", _turning("LONG", begin, 5 * MINUTE, 1)),
        ):
            store.begin_delivery()
            projector.take(frames)
            projector.refresh(station)
    return path


def _turning(
    station: str, begin: Instant, each: Instant, sockets: int, *, stuck: bool = False
) -> list[Frame]:
    words = ("Preparing", "Charging", "Finishing", "Available")
    frames = [_status(station, begin, 1, "Preparing")] if stuck else []
    for n, at in enumerate(range(begin + SECOND, now() - MINUTE, each)):
        frames.append(_status(station, at, 2 + n % sockets, words[n // sockets % 4]))
    return frames


def _status(station: str, at: Instant, connector: int, word: str) -> Frame:
    payload = {"connectorId": connector, "errorCode": "NoError", "status": word}
    return Frame(station, at, "in", json.dumps([2, f"{at}", "StatusNotification", payload]), "", "ocpp1.6")
