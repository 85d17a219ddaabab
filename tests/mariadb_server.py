"""A MariaDB of the tests' own: it starts as nobody of importance, listens on a socket and forgets all."""

import os
import pwd
import shutil
import subprocess
import tempfile
import time
from contextlib import contextmanager
from itertools import count
from pathlib import Path
from urllib.parse import quote

import pymysql

from certificates import signed_in
from postgres_server import ended_with_us, short

ZONE = "+02:00"
"""Its default: what is written as UTC is taken for local time there."""
_SETTINGS = (
    "--no-defaults",
    "--skip-networking",
    f"--default-time-zone={ZONE}",
    "--innodb-flush-log-at-trx-commit=0",
    "--innodb-buffer-pool-size=64M",
    "--innodb-log-file-size=16M",
    "--performance-schema=OFF",
    "--skip-log-bin",
)
_WITHIN_S = 60


def program(name):
    """Where it is; None where there is no MariaDB."""
    return shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin")


class MariaDb:
    """A server in a folder."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.socket = self.folder / "s"
        self.authority, self._certificate, self._key = signed_in(self.folder, "localhost")
        self._numbers = count(1)
        self._user = {}
        if os.geteuid() == 0:
            # a server refuses to run as root
            user = pwd.getpwnam("nobody")
            os.chown(folder, user.pw_uid, user.pw_gid)
            self._user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}
        made = subprocess.run(
            [
                program("mariadb-install-db"),
                "--no-defaults",
                f"--datadir={self.folder}/data",
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
            ],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            **self._user,
        )
        assert made.returncode == 0, made.stdout + made.stderr
        self._process = None

    def start(self):
        with (self.folder / "log").open("ab") as log:
            self._process = subprocess.Popen(
                [
                    program("mariadbd"),
                    *_SETTINGS,
                    f"--datadir={self.folder}/data",
                    f"--socket={self.socket}",
                    f"--pid-file={self.folder}/pid",
                    f"--ssl-cert={self._certificate}",
                    f"--ssl-key={self._key}",
                ],
                stdout=log,
                stderr=log,
                cwd="/",
                **self._user,
            )
        until = time.monotonic() + _WITHIN_S
        while True:
            try:
                self.connected().close()
            except pymysql.Error:
                assert self._process.poll() is None, self.log()
                assert time.monotonic() < until, self.log()
                time.sleep(0.05)
            else:
                return

    def stop(self):
        self._process.terminate()
        self._process.wait()

    def log(self):
        return (self.folder / "log").read_text()

    def connected(self, database=None):
        """As the owner."""
        return pymysql.connect(
            unix_socket=str(self.socket),
            user="root",
            database=database,
            autocommit=True,
            charset="utf8mb4",
            ssl_disabled=True,
        )

    def url(self, database, user="root", password=""):
        """As a feed is given it."""
        who = f"{user}:{quote(password)}" if password else user
        return f"mysql://{who}@localhost/{database}?socket={self.socket}"

    @contextmanager
    def database(self, name=None):
        """The name of a new database, which is gone afterwards."""
        name = name or f"stevedb{next(self._numbers)}"
        with self.connected() as connection, connection.cursor() as cursor:
            cursor.execute(f"create database {name} default character set utf8mb3")
        try:
            yield name
        finally:
            with self.connected() as connection, connection.cursor() as cursor:
                cursor.execute(f"drop database if exists {name}")


@contextmanager
def running():
    """A server that ends with us, whatever ends us."""
    with (
        tempfile.TemporaryDirectory(prefix="my", dir=short(), ignore_cleanup_errors=True) as folder,
        ended_with_us(folder, "pid"),
    ):
        server = MariaDb(folder)
        server.start()
        try:
            yield server
        finally:
            server.stop()
