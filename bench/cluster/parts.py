"""The parts of a cluster, on loopback: how are they started, and what has each used?"""

from __future__ import annotations

import asyncio
import signal
import socket
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

import psycopg
from tests.nats_servers import cluster

from bench.fleets.server import Server, server_on
from bench.fleets.server import pids as pids_of_database
from bench.system import processes
from bench.system.serving import took_s
from bench.workbench import HERE, environment
from chargeboard.stream.address import log_at
from chargeboard.stream.opening import connected, opened

_START_WITHIN_S = 120.0
_STOP_WITHIN_S = 20.0
LogServers: TypeAlias = Any
"""As the tests have them."""
Counted: TypeAlias = Callable[[Iterable[int]], dict[str, float]]
"""What is counted of processes, by their names."""
ROLES = ("gateway", "gateway", "projector", "projector", "web")
DATABASE, LOG, GATEWAYS, WEB = "PostgreSQL", "three log servers", "gateways", "page"
READERS, UNDERSTANDING, OTHERS = "readers", "projectors", "their parents and post"
OF_PROJECTORS = {"reading": READERS, "understanding": UNDERSTANDING}
"""By what its processes call themselves."""
_PARTS_HELD = "select count(*), count(distinct owner) from lease where name like 'log-%'"
_PARTS = 16


class Room(NamedTuple):
    """What was written so far."""

    messages: int
    log_bytes: int
    """On one of the three servers."""
    database_bytes: int
    wal_bytes: int


class Hand:
    """A process of `serve --role`, with its children."""

    def __init__(self, role: str, folder: Path, url: str, log: str) -> None:
        """Begin it."""
        self.role = role
        self.port, self._page_port = _free_port(), _free_port()
        own = {
            "CHARGEBOARD_CSMS_AUTHORIZE": "accept_all",
            "CHARGEBOARD_DATA_FOLDER": str(folder),
            "PYTHONPATH": str(HERE.parent / "src"),
        }
        command = ["serve", "--role", role, "--db", url, "--log", log]
        command += ["--port", str(self._page_port), "--ocpp-port", str(self.port)]
        self._told = folder / "serve.log"
        with self._told.open("ab") as told:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "chargeboard", *command],
                env=environment() | own,
                stdout=told,
                stderr=told,
            )

    @property
    def is_ready(self) -> bool:
        """Whether it listens, where it is to."""
        if self._process.poll() is not None:
            raise RuntimeError(f"a {self.role} has ended: {self._told.read_text()[-2000:]}")
        ports = {"gateway": self.port, "web": self._page_port}
        return self.role not in ports or _listens(ports[self.role])

    @property
    def address(self) -> str:
        """Where chargers call in."""
        return f"ws://127.0.0.1:{self.port}/ocpp/"

    def seconds(self, counted: Counted) -> dict[str, float]:
        """So far, by what is done."""
        used = defaultdict[str, float](float)
        for name, seconds in counted(processes.family(self._process.pid)).items():
            named = {"gateway": GATEWAYS, "web": WEB}.get(self.role)
            used[named or OF_PROJECTORS.get(name, OTHERS)] += seconds
        return used

    def stop(self) -> None:
        """End it, as a service manager does."""
        self._process.send_signal(signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_STOP_WITHIN_S)
        self._process.kill()
        self._process.wait()


class Cluster:
    """All of them."""

    def __init__(self, log_servers: LogServers, database: Server, url: str) -> None:
        self._log_servers, self._database = log_servers, database
        self.url, self.log = url, str(log_servers.url)
        self.hands = list[Hand]()

    def cpu_s(self) -> dict[str, float]:
        """Processor seconds so far, by part."""
        return self._seconds(processes.cpu_s)

    def waited_s(self) -> dict[str, float]:
        """Seconds in which a thread waited for a processor so far, by part."""
        return self._seconds(processes.waited_s)

    def _seconds(self, counted: Counted) -> dict[str, float]:
        used = defaultdict[str, float](float)
        for hand in self.hands:
            for part, seconds in hand.seconds(counted).items():
                used[part] += seconds
        servers = [server.process.pid for server in self._log_servers.servers]
        used[LOG] = sum(counted(servers).values())
        used[DATABASE] = sum(counted(pids_of_database(self._database)).values())
        return used

    def room(self) -> Room:
        """What log and database have written."""
        messages, log_bytes = asyncio.run(_in_log(self.log))
        with psycopg.connect(self.url) as db:
            row = db.execute(
                "select pg_database_size(current_database()), pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')"
            ).fetchone()
        assert row is not None  # noqa: S101 - it is one row
        return Room(messages, log_bytes, int(row[0]), int(row[1]))

    @property
    def is_ready(self) -> bool:
        """Whether chargers may call in, and every part of the log is read, by both."""
        if not all(hand.is_ready for hand in self.hands):
            return False
        with psycopg.connect(self.url) as db, suppress(psycopg.errors.UndefinedTable):
            readers = sum(hand.role == "projector" for hand in self.hands)
            return db.execute(_PARTS_HELD).fetchone() == (_PARTS, readers)
        return False


@contextmanager
def running(folder: Path, roles: tuple[str, ...] = ROLES) -> Iterator[Cluster]:
    """A cluster whose files lie in the folder, over a log and a database that are empty."""
    folder.chmod(0o711)  # the database's server is another user, and its folder is in it
    with ExitStack() as ends:
        log_servers = ends.enter_context(cluster(within=folder))
        database = ends.enter_context(server_on(folder))
        url = ends.enter_context(database.database())
        made = Cluster(log_servers, database, url)
        for n, role in enumerate(roles):
            own = folder / f"{role}-{n}"
            own.mkdir()
            hand = Hand(role, own, url, made.log)
            ends.callback(hand.stop)
            made.hands.append(hand)
        if took_s(lambda: made.is_ready, _START_WITHIN_S) is None:
            raise TimeoutError("the cluster is not ready")
        yield made


async def _in_log(url: str) -> tuple[int, int]:
    address = log_at(url)
    async with connected(address, "bench") as client:
        log = await opened(client, address)
        state = (await log.asked.stream_info(log.stream)).state
        return state.messages, state.bytes


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
        return True
    return False


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
