"""How many chargers can speak at once, and how soon are they answered?"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from bench.figure import Figure, at_least, at_most, shown
from bench.workbench import HERE, Workbench

_LEAST_A_SECOND = 10_000
_LEAST_TIMES_PEER = 6
_MOST_P99_MS = 100
_MOST_KB = 40
_MOST_STORM_S = 20
_CONNECTED = 1_000


class Told(msgspec.Struct):
    """What the load measured."""

    booted_s: float = 0
    frames_s: float = 0
    p50_ms: float = 0
    p99_ms: float = 0
    cpu_us: float = 0
    """Processor time of the server for a frame."""
    rss_bytes: int = 0


def figures(workbench: Workbench) -> Iterator[Figure]:
    """The endpoint over a new database, beside a central system on the `ocpp` package without any."""
    seconds = workbench.scaled(8, 3)
    ours = _under_load(workbench, "our_csms.py", _CONNECTED, seconds, 0)
    peer = _under_load(workbench, "peer_csms.py", _CONNECTED, seconds, 0)
    bare = _under_load(workbench, "bare_csms.py", _CONNECTED, seconds, 0)
    yield at_least(
        _LEAST_A_SECOND,
        Figure(
            name=f"durable answers, {_CONNECTED:,} chargers",
            value=ours.frames_s,
            unit="frames/s",
            peer=peer.frames_s,
            limit=bare.frames_s,
            note=f"{shown(ours.cpu_us)} us of processor a frame, peer {shown(peer.cpu_us)}, limit "
            f"{shown(bare.cpu_us)}; peer: a central system on `ocpp`, schemas on, no database; "
            "limit: `websockets` on uvloop that echoes",
        ),
    )
    yield at_least(
        _LEAST_TIMES_PEER,
        Figure(
            name="durable answers, times the peer",
            value=ours.frames_s / peer.frames_s,
            unit="times",
            note=f"by processor time a frame: {shown(peer.cpu_us / ours.cpu_us)} times",
        ),
    )
    half = _under_load(workbench, "our_csms.py", _CONNECTED, seconds, _LEAST_A_SECOND / 2)
    yield at_most(
        _MOST_P99_MS,
        Figure(
            name=f"an answer at {_LEAST_A_SECOND // 2:,} frames/s, p99",
            value=half.p99_ms,
            unit="ms",
            note=f"p50 {shown(half.p50_ms)} ms, at {shown(half.frames_s)} frames/s",
        ),
    )
    many = workbench.scaled(5_000, 2_000)
    crowd = _under_load(workbench, "our_csms.py", many, 0, 0)
    few = _under_load(workbench, "our_csms.py", 1, 0, 0)
    yield at_most(
        _MOST_STORM_S,
        Figure(name=f"{many:,} chargers connected and booted", value=crowd.booted_s, unit="s"),
    )
    yield at_most(
        _MOST_KB,
        Figure(
            name="memory of an idle connection",
            value=(crowd.rss_bytes - few.rss_bytes) / (many - 1) / 1_000,
            unit="kB",
            note=f"of {many:,}; resident, all of them booted",
        ),
    )


def _under_load(workbench: Workbench, server: str, chargers: int, seconds: float, rate: float) -> Told:
    with _served(workbench, server) as (process, address):
        begun = _cpu_s(process.pid)
        load = subprocess.Popen(
            [sys.executable, HERE / "load.py", address, str(chargers), str(seconds), str(rate)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        booted = msgspec.json.decode(load.stdout.readline(), type=Told)
        rss_bytes, booted_cpu_s = _rss_bytes(process.pid), _cpu_s(process.pid) - begun
        rest, _ = load.communicate("\n")
        told = msgspec.json.decode(rest, type=Told) if rest else Told()
        cpu_s = _cpu_s(process.pid) - begun - booted_cpu_s
    told.booted_s, told.rss_bytes = booted.booted_s, rss_bytes
    told.cpu_us = 1e6 * cpu_s / (told.frames_s * seconds) if told.frames_s else 0
    return told


@contextmanager
def _served(workbench: Workbench, server: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    database = workbench.folder / "listening.db"
    process = subprocess.Popen(
        [sys.executable, HERE / server, str(database)], stdout=subprocess.PIPE, text=True
    )
    try:
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()
        for left_over in workbench.folder.glob("listening.db*"):
            left_over.unlink()


def _cpu_s(pid: int) -> float:
    """User and system time of all threads, in seconds; the kernel counts in hundredths."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


def _rss_bytes(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * 4096
