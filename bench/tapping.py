"""What does the tap cost those whose bytes pass through it?"""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from time import process_time

import msgspec

from bench.figure import Figure, at_least, at_most, spread
from bench.traffic import ANSWER, MESSAGE, REQUEST, RESPONSE
from bench.workbench import HERE, Workbench
from chargeboard.capture.redaction import Redactor
from chargeboard.capture.tap.copier import Copier
from chargeboard.capture.tap.records import Kind, Record
from chargeboard.capture.tap.spool import Spool

_ADDED_MS = 1.0
_TIMES_SLOWER = 3.0


class Seen(msgspec.Struct):
    """What the chargers saw."""

    per_s: float
    p50_ms: float
    p99_ms: float


def figures(workbench: Workbench) -> Iterator[Figure]:
    """Chargers talk to a CSMS directly, through a relay that only relays, and through the tap, in turns."""
    # many short rounds in turns: a busy machine is then busy for all three
    rounds, busy_rounds, seconds = workbench.scaled(11, 5), workbench.scaled(5, 2), workbench.scaled(2, 1)
    calm, busy = dict[str, list[Seen]](), dict[str, list[Seen]]()
    with ExitStack() as stack:
        answering = stack.enter_context(_running("answer"))
        ways = {
            "direct": answering,
            "plain": stack.enter_context(_running("pass", answering)),
            "tap": stack.enter_context(_tap(workbench.folder, answering)),
        }
        # the copies of a busy round are still being read when it is over, so the calm ones come first
        for seen, times, load in ((calm, rounds, (20, 1, 0.02)), (busy, busy_rounds, (50, 8, 0.0))):
            for _ in range(times):
                for name, port in ways.items():
                    seen.setdefault(name, []).append(_load(port, *load, seconds))
    added = [tap.p50_ms - direct.p50_ms for tap, direct in zip(calm["tap"], calm["direct"], strict=True)]
    plain = [one.p50_ms - direct.p50_ms for one, direct in zip(calm["plain"], calm["direct"], strict=True)]
    rate = median(one.per_s for one in calm["tap"])
    yield at_most(
        _ADDED_MS,
        Figure(
            name="tap, latency added to a round trip, p50",
            value=median(added),
            unit="ms",
            limit=median(plain),
            note=f"{rate:,.0f} messages a second of 20 chargers, copies parsed and spooled meanwhile; "
            f"{spread(added)}; p99 through the tap {median(one.p99_ms for one in calm['tap']):.2f}, "
            f"direct {median(one.p99_ms for one in calm['direct']):.2f}; limit: a relay that only relays",
        ),
    )
    tapped, relayed = (median(one.per_s for one in busy[name]) for name in ("tap", "plain"))
    yield at_least(
        relayed / _TIMES_SLOWER,
        Figure(
            name="tap, messages passed",
            value=tapped,
            unit="messages/s",
            limit=relayed,
            note=f"50 chargers with 8 calls each on their way, all processes on {os.cpu_count()} cores; "
            f"limit: a relay in Python that only relays, {relayed / tapped:.2f} times as fast; direct "
            f"{median(one.per_s for one in busy['direct']):,.0f}",
        ),
    )
    yield Figure(
        name="tap, copies read, redacted and spooled",
        value=_copied_per_s(workbench),
        unit="messages/s",
        note="of one core; what comes faster waits, at most 64 MiB of it, then it is a gap of the collector",
    )


def _copied_per_s(workbench: Workbench) -> float:
    """How fast the copier alone is."""
    count, folder = workbench.scaled(40_000, 10_000), workbench.folder / "copies"
    spool = Spool(folder)
    copier = Copier(spool, folder, Redactor(b"k" * 32))
    opening = [
        Record(Kind.OPENED, 1, 0),
        Record(Kind.IN, 1, 1, REQUEST % 1),
        Record(Kind.OUT, 1, 2, RESPONSE),
    ]
    copier.take(opening)
    begin = process_time()
    for first in range(0, count, 100):
        copier.take(
            Record(kind, 1, first + number, data)
            for number in range(50)
            for kind, data in ((Kind.IN, MESSAGE), (Kind.OUT, ANSWER))
        )
    took = process_time() - begin
    spool.close()
    return count / took


def _load(port: int, chargers: int, window: int, pause_s: float, seconds: float) -> Seen:
    command = [sys.executable, HERE / "traffic.py", "load", port, chargers, window, pause_s, seconds]
    done = subprocess.run(list(map(str, command)), capture_output=True, check=True)
    return msgspec.json.decode(done.stdout, type=Seen)


@contextmanager
def _running(*arguments: object) -> Iterator[int]:
    """A part of the measure, and its port."""
    command = [sys.executable, HERE / "traffic.py", *arguments]
    with subprocess.Popen(list(map(str, command)), stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout  # noqa: S101 - asked for
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


@contextmanager
def _tap(folder: Path, upstream: int) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [
        sys.executable, "-u", "-m", "chargeboard", "tap", "--listen", f"127.0.0.1:{port}",
        "--upstream", f"ws://127.0.0.1:{upstream}", "--ingest", f"unix:{folder / 'nobody'}",
        "--spool", str(folder / "spool"), "--db", str(folder / "tap.db"),
    ]  # fmt: skip
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout  # noqa: S101 - asked for
        try:
            process.stdout.readline()
            yield port
        finally:
            process.send_signal(signal.SIGINT)
            process.wait(20)
