"""How is a whole `serve` started, stopped and asked?"""

from __future__ import annotations

import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import apsw

from bench.figure import shown
from bench.system import processes
from bench.system.noting import NOTES, Note, noted
from bench.workbench import HERE, environment
from chargeboard.run.clock import now
from chargeboard.time.instants import Instant

_START_WITHIN_S = 180.0
_STOP_WITHIN_S = 60.0
_LOOK_EVERY_S = 0.5
_LAST_LINES = 5
"""Of the log, where it does not come to serve."""
_IDLE_S, _IDLE_TWICE, _IDLE_SHARE = 2, 2, 0.05
"""Of a core: who uses less for twice so many seconds does nothing. Pings go on."""
LISTENING, UNDERSTANDING = "listening", "understanding"
_UNFOLDED = """
    select count(*)
    from station left join progress on progress.station = station.station
    where station.newest_at > ifnull(progress.received_at, 0)
        and exists (
            select 1 from journal
            where journal.station = station.station
                and journal.received_at > ifnull(progress.received_at, 0)
                and journal.received_at <= ?
        )
"""
_KEPT = """
    select ifnull(sum(direction = 'in' and text like '[2,%'), 0),
        ifnull(sum(direction = 'out' and (text like '[3,%' or text like '[4,%')), 0)
    from journal
    where station like 'LOAD-%'
"""


class Served:
    """A `serve` with its children, of the code in a tree, over one database and at one address."""

    def __init__(
        self, folder: Path, ports: tuple[int, int], tree: Path, *, notes: bool = False, database: str = ""
    ) -> None:
        """`notes`: how long parts of its work take. `database`: another one than that of the folder."""
        self.page_port, self.ocpp_port = ports
        self.page = f"http://127.0.0.1:{self.page_port}"
        self.endpoint = f"ws://127.0.0.1:{self.ocpp_port}/ocpp/"
        self._database = database or str(folder / "system.db")
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self._tree = tree
        self._log = folder / "serve.log"
        self._notes = folder / "notes.jsonl" if notes else None

    def start(self) -> None:
        """Begin to serve; returns when page and endpoint are there."""
        command = ("serve", "--db", self._database, "--port", self.page_port, "--ocpp-port", self.ocpp_port)
        own = {"CHARGEBOARD_CSMS_AUTHORIZE": "accept_all", "PYTHONPATH": str(self._tree / "src")}
        own["CHARGEBOARD_DATA_FOLDER"] = str(self._folder)
        module = "chargeboard"
        if self._notes is not None:
            module = "bench.system.noting"
            own |= {NOTES: str(self._notes), "PYTHONPATH": f"{self._tree / 'src'}:{HERE.parent}"}
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", module, *map(str, command)],
                env=environment() | own,
                stdout=log,
                stderr=log,
            )
        for port in (self.page_port, self.ocpp_port):
            took_s(partial(self._has_begun, port), _START_WITHIN_S)
            if not _listens(port):
                said = self._log.read_text(errors="replace").splitlines()[-_LAST_LINES:]
                raise TimeoutError("\n".join([f"nothing listens on {port}", *said]))

    def _has_begun(self, port: int) -> bool:
        """Whether it listens, or never will."""
        return _listens(port) or self._process is None or self._process.poll() is not None

    def stop(self) -> None:
        """End it, as a service manager does."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_STOP_WITHIN_S)
        self._process.kill()
        self._process.wait()
        self._process = None

    @property
    def pids(self) -> list[int]:
        """Of all its processes."""
        return [] if self._process is None else [*processes.family(self._process.pid)]

    def cpu_s(self) -> dict[str, float]:
        """Processor seconds so far, by what its processes do."""
        if self._process is None:
            return {}
        parent, *children = self.pids
        return processes.cpu_s(children) | {LISTENING: sum(processes.cpu_s([parent]).values())}

    @property
    def notes(self) -> list[Note]:
        """How long parts of its work took; none where that was not asked for."""
        return [] if self._notes is None else noted(self._notes)

    def memory_mib(self) -> dict[str, float]:
        """By what its processes do."""
        if self._process is None:
            return {}
        parent, *children = self.pids
        return processes.memory_mib(children) | {LISTENING: sum(processes.memory_mib([parent]).values())}

    def open_files(self) -> processes.OpenFiles:
        """Of the process that listens: chargers that are connected, and other files."""
        assert self._process is not None  # noqa: S101 - it is served
        return processes.open_files(self._process.pid, self.ocpp_port)

    def behind(self, at: Instant) -> int:
        """Chargers of which something that came until then is not folded."""
        return self._asked(_UNFOLDED, at)[0]

    def caught_up_s(self, within_s: float) -> float | None:
        """Seconds until all is folded that has come until now."""
        at = now()
        return took_s(lambda: not self.behind(at), within_s)

    def await_idle(self, within_s: float) -> None:
        """Return when nothing is done any more but what time alone brings."""
        ends, before, idle = time.monotonic() + within_s, self.cpu_s(), 0
        while idle < _IDLE_TWICE and time.monotonic() < ends:
            time.sleep(_IDLE_S)
            used = self.cpu_s()
            idle = idle + 1 if sum(used.values()) - sum(before.values()) < _IDLE_S * _IDLE_SHARE else 0
            before = used

    def kept(self) -> tuple[int, int]:
        """Calls of the fleet that are kept, and answers to it."""
        calls, answers = self._asked(_KEPT)
        return calls, answers

    def _asked(self, sql: str, *values: int) -> tuple[int, ...]:
        db = apsw.Connection(self._database, flags=apsw.SQLITE_OPEN_READONLY)
        db.set_busy_timeout(10_000)
        try:
            return next(db.execute(sql, values))
        finally:
            db.close()


@contextmanager
def serving(
    folder: Path, tree: Path = HERE.parent, *, notes: bool = False, database: str = ""
) -> Iterator[Served]:
    """A `serve` over a new database in the folder, or over another one, of the code in the tree."""
    served = Served(folder, (_free_port(), _free_port()), tree, notes=notes, database=database)
    served.start()
    try:
        yield served
    finally:
        served.stop()


def took_s(is_so: Callable[[], bool], within_s: float) -> float | None:
    """Seconds until something is so; None where it does not come to be."""
    begin = time.monotonic()
    while not is_so():
        if time.monotonic() - begin > within_s:
            return None
        time.sleep(_LOOK_EVERY_S)
    return time.monotonic() - begin


def in_words(seconds: float | None) -> str:
    """How long something took, for a note."""
    return "not in time" if seconds is None else f"{shown(seconds)} s"


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
        return True
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
