"""A PostgreSQL of the tests' own: it starts as nobody of importance, listens on a socket and forgets all."""

import os
import pwd
import shutil
import subprocess
import tempfile
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg

VERSIONS = Path("/usr/lib/postgresql")
UNPRIVILEGED = "postgres"
SETTINGS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "autovacuum=off",
    "max_connections=60",
)
_ENDED_WITH_US = """
cat
server=$(head -n 1 "$0/$1") && kill -QUIT "$server"
while kill -0 "$server"; do sleep 0.2; done
rm -rf "$0"
"""
"""What waits until nobody holds the other end of its input: a process that is killed ends nothing itself."""


def programs():
    """Where initdb and pg_ctl of the newest version are; None where there is no PostgreSQL."""
    found = sorted(VERSIONS.glob("*/bin/initdb"), key=lambda file: int(file.parts[-3]))
    on_path = shutil.which("initdb")
    return found[-1].parent if found else Path(on_path).parent if on_path else None


class Server:
    """A cluster in a folder; `run` runs a program of it as the user that it belongs to."""

    def __init__(self, folder, settings=SETTINGS):
        self.folder, self.programs, self._settings = folder, programs(), settings
        self._numbers = count(1)
        self._user = None
        if os.geteuid() == 0:
            # a server refuses to run as root
            self._user = pwd.getpwnam(UNPRIVILEGED)
            os.chown(folder, self._user.pw_uid, self._user.pw_gid)
        self.run(
            "initdb",
            "-D",
            f"{folder}/data",
            "-U",
            "board",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
            "--no-instructions",
        )

    def run(self, program, *arguments):
        who = (
            {}
            if self._user is None
            else {"user": self._user.pw_uid, "group": self._user.pw_gid, "extra_groups": []}
        )
        done = subprocess.run(
            [self.programs / program, *arguments],
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
            **who,
        )
        assert done.returncode == 0, f"{done.stdout}\n{done.stderr}\n{self.log()}"

    def log(self):
        file = self.folder / "log"
        return file.read_text() if file.exists() else ""

    def start(self, *settings):
        told = " ".join(f"-c {one}" for one in ("listen_addresses=", *self._settings, *settings))
        self.run(
            "pg_ctl",
            "-D",
            f"{self.folder}/data",
            "-o",
            f"{told} -k {self.folder}",
            "-l",
            f"{self.folder}/log",
            "-w",
            "start",
        )

    def stop(self, how="immediate"):
        self.run("pg_ctl", "-D", f"{self.folder}/data", "-m", how, "-w", "stop")

    def url(self, database, user="board"):
        return f"postgresql://{user}@/{database}?host={self.folder}"

    def asked(self, *statements, database="postgres"):
        with psycopg.connect(self.url(database), autocommit=True) as connection:
            for statement in statements:
                found = connection.execute(statement)
            return found.fetchall() if found.description else None

    @contextmanager
    def database(self, template="template1"):
        """The URL of a new database, which is gone afterwards."""
        name = f"board_{next(self._numbers)}"
        self.asked(f'create database {name} template "{template}"')
        try:
            yield self.url(name)
        finally:
            self.asked(f"drop database if exists {name} with (force)")


@contextmanager
def running(settings=SETTINGS, within=None):
    """A server; its folder has a short name, as that of a socket may not be long."""
    with tempfile.TemporaryDirectory(prefix="pg", dir=within or short()) as folder, ended_with_us(folder):
        server = Server(Path(folder), settings)
        server.start()
        try:
            yield server
        finally:
            if (server.folder / "data" / "postmaster.pid").exists():
                server.stop()


@contextmanager
def ended_with_us(folder, pid_file="data/postmaster.pid"):
    """Whatever ends this process, the server of that folder ends with it, and its files are gone."""
    watcher = subprocess.Popen(
        ["sh", "-c", _ENDED_WITH_US, str(folder), pid_file],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        # who ends us may end our group, too
        start_new_session=True,
    )
    try:
        yield
    finally:
        watcher.communicate()


def short():
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else "/tmp"  # noqa: S108 - a folder of its own in it
