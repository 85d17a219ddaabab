"""Which PostgreSQL is measured on? One of its own, on a disk, set as a server is that has a few gigabytes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeAlias

import psycopg
from tests.postgres_server import running

from bench.system import processes

Server: TypeAlias = Any
"""As the tests have it."""
SETTINGS = (
    "max_connections=60",
    "shared_buffers=1GB",
    "effective_cache_size=4GB",
    "random_page_cost=1.1",
    "max_wal_size=4GB",
    "checkpoint_timeout=15min",
    "jit=off",
)
"""What is acknowledged is on the disk, and autovacuum runs, as on any."""


@contextmanager
def server_on(folder: Path) -> Iterator[Server]:
    """A server whose files lie in the folder."""
    with running(SETTINGS, within=folder) as server:
        yield server


def pids(server: Server) -> Iterator[int]:
    """All processes of a server."""
    return processes.family(int((server.folder / "data" / "postmaster.pid").read_text().split()[0]))


def cpu_s(server: Server) -> float:
    """Processor seconds of all processes of a server so far, those included that have ended."""
    return sum(processes.cpu_s(pids(server)).values())


def prepared_for_reading(url: str) -> None:
    """The planner knows what there is, and what is old is marked as seen by all."""
    with psycopg.connect(url, autocommit=True) as db:
        db.execute("vacuum analyze")
        db.execute("checkpoint")
