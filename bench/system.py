"""
`make bench-system`: what does a whole `serve` take under a fleet of chargers, and is it soon caught up?

A fleet of `chargeboard load` calls in from processes of its own. When it has booted, processor time of all
processes of `serve` is counted while it lives; then it falls silent, and what was left to do is counted, too.
At the end `serve` is started again, and has to be back and caught up.
"""

from __future__ import annotations

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import apsw
import msgspec

from bench.figure import Figure, at_most, shown
from bench.table import heading, line
from bench.workbench import HERE, environment
from chargeboard.demo.load import Tally

_TICKS = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_START_WITHIN_S = 180.0
_IDLE_SHARE = 0.05
"""Of a core: who uses less has caught up. Pings go on."""
_CORES, _P99_MS, _MIB, _BACK_S = 0.15, 50, 700, 60
_UNFOLDED = """
    select count(*)
    from station left join progress on progress.station = station.station
    where station.newest_at > ifnull(progress.received_at, 0)
"""


class Served:
    """A `serve` with its children."""

    def __init__(self, process: subprocess.Popen[bytes], database: Path, address: str) -> None:
        self.process, self._database, self.address = process, database, address

    def _family(self, pid: int) -> Iterator[int]:
        yield pid
        for path in Path(f"/proc/{pid}/task").glob("*/children"):
            with suppress(OSError):
                for child in path.read_text().split():
                    yield from self._family(int(child))

    def cpu_s(self) -> float:
        """Processor seconds of all processes so far."""
        return sum(self.cpu_s_of(pid) for pid in self._family(self.process.pid))

    def listener_cpu_s(self) -> float:
        """Processor seconds of the process that listens and keeps."""
        return self.cpu_s_of(self.process.pid)

    def cpu_s_of(self, pid: int) -> float:
        """Processor seconds of one process; none where it has ended."""
        with suppress(OSError):
            fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
            return (int(fields[11]) + int(fields[12])) / _TICKS
        return 0.0

    def mib(self) -> float:
        """Memory of all processes; what they share counts once for each."""
        pages = 0
        for pid in self._family(self.process.pid):
            with suppress(OSError):
                pages += int(Path(f"/proc/{pid}/statm").read_text().split()[1])
        return pages * _PAGE / 2**20

    def asked(self, sql: str) -> int:
        """One number of the database."""
        db = apsw.Connection(str(self._database), flags=apsw.SQLITE_OPEN_READONLY)
        db.set_busy_timeout(10_000)
        try:
            return int(next(db.execute(sql))[0] or 0)
        finally:
            db.close()

    def caught_up_s(self, within_s: float) -> float:
        """Seconds until nothing is to be done any more."""
        begin, before, idle = time.monotonic(), self.cpu_s(), 0
        while idle < 2 and time.monotonic() - begin < within_s:
            time.sleep(2)
            used = self.cpu_s()
            idle = idle + 1 if used - before < 2 * _IDLE_SHARE else 0
            before = used
        return time.monotonic() - begin


@contextmanager
def serving(folder: Path, tree: Path = HERE.parent) -> Iterator[Served]:
    """A `serve` over a database in the folder, of the code in the tree."""
    with socket.socket() as one, socket.socket() as other:
        one.bind(("127.0.0.1", 0))
        other.bind(("127.0.0.1", 0))
        port, ocpp_port = one.getsockname()[1], other.getsockname()[1]
    database = folder / "system.db"
    command = ("serve", "--db", database, "--port", port, "--ocpp-port", ocpp_port)
    own = environment() | {"CHARGEBOARD_CSMS_AUTHORIZE": "accept_all", "PYTHONPATH": str(tree / "src")}
    process = subprocess.Popen(
        [sys.executable, "-m", "chargeboard", *map(str, command)],
        env=own,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        _await(ocpp_port)
        yield Served(process, database, f"ws://127.0.0.1:{ocpp_port}/ocpp/")
    finally:
        process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            process.wait(30)
        process.kill()


def _await(port: int) -> None:
    give_up = time.monotonic() + _START_WITHIN_S
    while time.monotonic() < give_up:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    raise RuntimeError(f"nothing listens on {port}")


@contextmanager
def fleet(address: str, chargers: int, options: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    """Chargers that call in until they are told to end."""
    command = ("load", "--url", address, "--chargers", str(chargers), "--for", "24h", "--json", *options)
    process = subprocess.Popen([sys.executable, "-m", "chargeboard", *command], stdout=subprocess.PIPE)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def measure(folder: Path, asked: argparse.Namespace) -> Iterator[Figure]:
    """The figures, one after the other."""
    options = ["--speed", str(asked.speed), *(["--mix", asked.mix] if asked.mix else [])]
    with serving(folder) as served, fleet(served.address, asked.chargers, options) as load:
        begin = time.monotonic()
        while served.asked("select count(*) from station") < asked.chargers:
            time.sleep(0.5)
        yield at_most(_BACK_S, Figure(name="all connected", value=time.monotonic() - begin, unit="s"))
        time.sleep(asked.warm)
        used, frames, begin = served.cpu_s(), served.asked("select max(rowid) from journal"), time.monotonic()
        time.sleep(asked.seconds)
        lasted_s, mib = time.monotonic() - begin, served.mib()
        rows = served.asked("select max(rowid) from journal") - frames
        say(load, signal.SIGSTOP)
        during = served.cpu_s() - used
        behind_s = served.caught_up_s(300)
        whole = served.cpu_s() - used
        calls = (
            rows
            * served.asked("select sum(direction = 'in') from journal")
            / max(1, served.asked("select count(*) from journal"))
        )
        say(load, signal.SIGCONT)
        load.send_signal(signal.SIGINT)
        tally = msgspec.json.decode(load.communicate()[0], type=Tally)
        stored = served.asked("select count(*) from journal where direction = 'in' and text like '[2,%'")
        yield at_most(
            _CORES,
            Figure(
                name=f"{asked.chargers:,} chargers, all of serve",
                value=during / lasted_s,
                unit="cores",
                note=f"{calls / lasted_s:.0f} calls a second",
            ),
        )
        yield Figure(
            name="a call, until all is caught up",
            value=1e6 * whole / max(1, calls),
            unit="us",
            note=f"caught up {behind_s:.0f} s after the last",
        )
        yield at_most(_MIB, Figure(name="memory, all of serve", value=mib, unit="MiB"))
        yield at_most(
            _P99_MS,
            Figure(
                name="an answer, p99",
                value=1000 * tally.wait_s(0.99),
                unit="ms",
                note=f"p50 {shown(1000 * tally.wait_s(0.5))} ms, boots included; {tally.unanswered} lost",
            ),
        )
        yield at_most(
            0,
            Figure(
                name="calls answered and not stored",
                value=max(0, tally.answers - stored),
                unit="frames",
                note=f"{tally.answers:,} answered",
            ),
        )
    begin = time.monotonic()
    with serving(folder) as served:
        served.caught_up_s(300)
        left = served.asked(_UNFOLDED)
        yield at_most(
            _BACK_S,
            Figure(
                name="started again and caught up",
                value=time.monotonic() - begin,
                unit="s",
                note=f"{left} chargers with frames that are not folded",
            ),
        )


def say(load: subprocess.Popen[bytes], sign: signal.Signals) -> None:
    """To the fleet's processes, which are children of the command's."""
    for path in Path(f"/proc/{load.pid}/task").glob("*/children"):
        for child in path.read_text().split():
            os.kill(int(child), sign)


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(prog="python -m bench.system", description=__doc__)
    parser.add_argument("--chargers", type=int, default=1_000)
    parser.add_argument("--speed", type=float, default=1.0, help="how fast the fleet lives")
    parser.add_argument("--mix", default="", help="what it does, as of `chargeboard load`")
    parser.add_argument("--warm", type=float, default=20, help="seconds from the last boot on (20)")
    parser.add_argument("--seconds", type=float, default=60, help="how long is measured (60)")
    asked = parser.parse_args()
    print(heading())
    with TemporaryDirectory(prefix="chargeboard-system-") as folder:
        for figure in measure(Path(folder), asked):
            print(line(figure), flush=True)


if __name__ == "__main__":
    main()
