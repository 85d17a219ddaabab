from __future__ import annotations

import inspect
import os
import signal
import tempfile
from pathlib import Path

import httpx
import pytest
from chromium import CHROMIUM
from hypothesis import HealthCheck, settings
from playwright.sync_api import expect, sync_playwright

import mariadb_server as mariadb
from chargeboard.store import store_at
from chargeboard.store.sqlite import store as sqlite
from chargeboard.store.sqlite.connection import IN_MEMORY, SqliteDatabase
from chargeboard.store.sqlite.migrate import migrate
from nats_servers import cluster
from on_postgresql import opened_there
from postgres_server import programs, running

settings.register_profile(
    "quick",
    derandomize=True,
    max_examples=40,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.register_profile("soak", settings.get_profile("quick"), derandomize=False, max_examples=2_000)
settings.register_profile("brief", settings.get_profile("quick"), max_examples=12)
settings.load_profile(os.environ.get("CHARGEBOARD_LAWS", "quick"))

MEMORY, ROOM_BYTES = Path("/dev/shm"), 4 << 30  # noqa: S108 - pytest makes a folder of its own in it


def memory_has_room():
    """Whether files that nobody keeps may lie in memory: thousands of databases wait for no disk then."""
    if "TMPDIR" in os.environ or not os.access(MEMORY, os.W_OK):
        return False
    found = os.statvfs(MEMORY)
    return found.f_bavail * found.f_frsize > ROOM_BYTES and not found.f_flag & os.ST_NOEXEC


if memory_has_room():
    os.environ["TMPDIR"], tempfile.tempdir = str(MEMORY), None

PATIENCE_S = 60
expect.set_options(timeout=PATIENCE_S * 1000)
for wait in ("connect", "read", "write", "pool"):
    # tests that ask a server of their own wait for it on a machine that is busy with others, too
    setattr(inspect.signature(httpx.get).parameters["timeout"].default, wait, PATIENCE_S)

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # a shell starts what it puts into the background so, and programs under test would hear no Ctrl-C either
    signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser):
    parser.addoption(
        "--scenarios",
        action="append",
        default=None,
        metavar="DIR",
        help="a folder of scenario files to run instead of the usual ones; may be repeated",
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers():
    """Half as many again as there are cores: who waits for its own program leaves a core to another."""
    cores = len(os.sched_getaffinity(0))
    return cores + cores // 2


@pytest.fixture(scope="session", autouse=True)
def _one_migration():
    """A database in memory begins as a copy of one that was migrated: laws make thousands of them."""
    first = SqliteDatabase(IN_MEMORY, read_only=False)
    migrate(first)

    def copied(db):
        if db.path != IN_MEMORY:
            migrate(db)
            return
        with db.connection.backup("main", first.connection, "main") as copying:
            copying.step()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite, "migrate", copied)
        yield


@pytest.fixture(scope="session")
def driver():
    """Playwright, of which a process can have but one; while it is there asyncio.run needs another thread."""
    if not os.path.exists(CHROMIUM):  # noqa: PTH110 - one question
        pytest.skip(f"no Chromium at {CHROMIUM}; set CHROMIUM to its path")
    with sync_playwright() as found:
        yield found


@pytest.fixture(scope="session")
def postgres_server():
    """A PostgreSQL for all tests of this process, with a database that others are copied from."""
    if programs() is None:
        if "NOTHING_IS_SKIPPED" in os.environ:
            pytest.fail("there is no PostgreSQL here: make test installs one")
        pytest.skip("there is no PostgreSQL here")
    with running() as server, tempfile.TemporaryDirectory() as folder:
        server.asked("create database board_template")
        server.asked(
            "create database board_parts", "alter database board_parts set chargeboard.partitions = 3"
        )
        for name in ("board_template", "board_parts"):
            store_at(server.url(name), folder).open().close()
        yield server


@pytest.fixture(scope="session")
def mariadb_server():
    """A MariaDB for all tests of this process."""
    if mariadb.program("mariadb-install-db") is None:
        if "NOTHING_IS_SKIPPED" in os.environ:
            pytest.fail("there is no MariaDB here: make test installs one")
        pytest.skip("there is no MariaDB here")
    with mariadb.running() as server:
        yield server


@pytest.fixture
def postgres(postgres_server):
    """The URL of a PostgreSQL database with empty tables."""
    with postgres_server.database("board_template") as url:
        yield url


@pytest.fixture
def postgres_in_partitions(postgres_server):
    """One whose tables by station are in parts."""
    with postgres_server.database("board_parts") as url:
        yield url


@pytest.fixture
def log_servers():
    """Three servers of NATS that keep a log, and nothing in it."""
    with cluster() as servers:
        yield servers


@pytest.fixture(scope="session", autouse=True)
def _store_of_many_tests(request):
    """Whoever opens a store for several tests opens it on the engine that the long run names."""
    if os.environ.get("CHARGEBOARD_TESTED_STORE", "sqlite") == "sqlite":
        yield None
        return
    server = request.getfixturevalue("postgres_server")
    with pytest.MonkeyPatch.context() as patch, opened_there(patch, server, "board_template") as places:
        yield places


@pytest.fixture(autouse=True)
def _store_of_tests(request, _store_of_many_tests):
    """Who does for one test does so, too, in databases that are gone after it."""
    if _store_of_many_tests is None:
        yield
        return
    if request.node.get_closest_marker("sqlite"):
        pytest.skip("asks what only a file has")
    server = request.getfixturevalue("postgres_server")
    with (
        pytest.MonkeyPatch.context() as patch,
        opened_there(patch, server, "board_template", _store_of_many_tests),
    ):
        yield
