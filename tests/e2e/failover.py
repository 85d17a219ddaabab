"""Two PostgreSQL that Patroni and etcd keep alike: where the leader dies, the other one becomes it."""

import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
import urllib.request
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import psycopg
import pytest
from daemon import children_of_any

from free_ports import free_ports
from postgres_server import UNPRIVILEGED, programs

PATIENCE_S = 180
_WITH_US = ("setpriv", "--pdeathsig", "TERM")
_CONFIGURATION = """
scope: board
name: {name}
restapi: {{listen: "127.0.0.1:{rest}", connect_address: "127.0.0.1:{rest}"}}
etcd3: {{host: "127.0.0.1:{etcd}"}}
bootstrap:
  dcs:
    ttl: 20
    loop_wait: 2
    retry_timeout: 5
    synchronous_mode: true
    postgresql: {{use_pg_rewind: true, parameters: {{max_connections: 100}}}}
  initdb: [{{encoding: UTF8}}, {{locale: C.UTF-8}}]
postgresql:
  listen: "127.0.0.1:{port}"
  connect_address: "127.0.0.1:{port}"
  data_dir: {folder}/{name}
  bin_dir: {programs}
  pgpass: {folder}/{name}.pgpass
  pg_hba: ["local all all trust", "host all,replication all 127.0.0.1/32 trust"]
  parameters: {{unix_socket_directories: "{folder}"}}
  authentication:
    superuser: {{username: board, password: board}}
    replication: {{username: replicator, password: replicator}}
"""


class Node:
    """A PostgreSQL, and the Patroni that looks after it."""

    def __init__(self, name, folder, etcd):
        self.name, self.folder = name, folder
        self.port, self._rest = free_ports(2)
        self._user = pwd.getpwnam(UNPRIVILEGED)
        self._file = folder / f"{name}.yml"
        self._file.write_text(
            _CONFIGURATION.format(
                name=name, folder=folder, programs=programs(), port=self.port, rest=self._rest, etcd=etcd
            )
        )
        self.process = None

    def start(self):
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*_WITH_US, "patroni", self._file], stdout=log, stderr=log, cwd="/",
                user=self._user.pw_uid, group=self._user.pw_gid, extra_groups=[], start_new_session=True,
            )  # fmt: skip

    def is_(self, what):
        with (
            suppress(OSError),
            urllib.request.urlopen(f"http://127.0.0.1:{self._rest}/{what}", timeout=2) as answer,
        ):
            return answer.status == 200
        return False

    def kill(self):
        """The server and who looks after it, in no way at all."""
        pid = int((self.folder / self.name / "postmaster.pid").read_text().split()[0])
        self.process.kill()
        for one in [pid, *children_of_any(pid)]:
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait()

    @property
    def log(self):
        return (self.folder / f"{self.name}.log").read_text()


class Pair:
    """Both of them."""

    def __init__(self, nodes):
        self.nodes = nodes

    @property
    def url(self):
        hosts = ",".join(f"127.0.0.1:{node.port}" for node in self.nodes)
        return f"postgresql://board@{hosts}/boards?target_session_attrs=read-write&connect_timeout=2"

    def until(self, claim):
        give_up = time.monotonic() + PATIENCE_S
        while not claim():
            assert time.monotonic() < give_up, "\n".join(node.log[-3000:] for node in self.nodes)
            time.sleep(0.2)

    @property
    def leader(self):
        return next((node for node in self.nodes if node.is_("leader")), None)

    def until_whole(self):
        """One leads, and the other one has all that is acknowledged."""
        self.until(lambda: self.leader is not None and any(node.is_("sync") for node in self.nodes))


@contextmanager
def pair():
    """They are gone afterwards; a test is skipped where there is no Patroni."""
    if shutil.which("patroni") is None or shutil.which("etcd") is None or programs() is None:
        pytest.skip("there is no Patroni here: make soak installs one")
    with tempfile.TemporaryDirectory(prefix="pair", dir="/dev/shm") as name, ExitStack() as opened:
        folder = Path(name)
        shutil.chown(folder, UNPRIVILEGED, UNPRIVILEGED)
        client, peer = free_ports(2)
        here, there = f"http://127.0.0.1:{client}", f"http://127.0.0.1:{peer}"
        with (folder / "etcd.log").open("wb") as log:
            etcd = subprocess.Popen(
                ["setpriv", "--pdeathsig", "KILL", "etcd", "--name", "one", "--data-dir", folder / "etcd",
                 "--listen-client-urls", here, "--advertise-client-urls", here, "--listen-peer-urls", there,
                 "--initial-advertise-peer-urls", there, "--initial-cluster", f"one={there}"],
                stdout=log, stderr=log,
            )  # fmt: skip
        opened.callback(etcd.wait)
        opened.callback(etcd.kill)
        made = Pair([Node(f"pg{n}", folder, client) for n in range(2)])
        for node in made.nodes:
            opened.callback(node.stop)
        made.nodes[0].start()
        made.until(lambda: made.leader is not None)
        made.nodes[1].start()
        made.until_whole()
        with psycopg.connect(made.url.replace("/boards", "/postgres"), autocommit=True) as connection:
            connection.execute("create database boards")
        yield made
