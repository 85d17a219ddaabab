"""Three servers of NATS of the tests' own, on loopback, as a log wants them: each write is on the disk."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.free_ports import free_ports

COUNT = 3
PATIENCE_S = 60
_CONFIGURATION = """
server_name: {name}
listen: {host}:{port}
http: {host}:{monitor}
pid_file: {folder}/{name}.pid
jetstream {{ store_dir: {folder}/{name}, sync_interval: {sync}, max_file_store: 4GB }}
cluster {{ name: tests, listen: {host}:{route}, routes: [{routes}] }}
{more}
"""


PROGRAM = Path(sys.executable).with_name("nats-server")
"""As a package of the tests brings it."""
_WITH_US = ("setpriv", "--pdeathsig", "KILL")
"""Whatever ends this process, the servers end with it."""


class Server:
    """One of them, which may be killed, stopped and started again."""

    def __init__(self, name, host, folder, ports, routes, *, more="", prefix=(), sync="always"):
        self.name, self.host, self.folder, self._prefix = name, host, Path(folder), prefix
        self.port, self.monitor, self.route = ports
        self.process = None
        self._file = self.folder / f"{name}.conf"
        self._file.write_text(
            _CONFIGURATION.format(
                name=name, host=host, folder=folder, port=self.port, monitor=self.monitor, route=self.route,
                routes=", ".join(routes), more=more, sync=sync,
            )
        )  # fmt: skip

    @property
    def address(self):
        return f"{self.host}:{self.port}"

    def start(self):
        with (self.folder / f"{self.name}.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*_WITH_US, *self._prefix, PROGRAM, "-c", self._file],
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def signal(self, sign):
        if self.process.poll() is None:
            os.kill(self.process.pid, sign)

    def kill(self):
        if self.process is not None and self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    @property
    def is_ready(self):
        """Whether it keeps a log, together with the others."""
        with (
            suppress(OSError),
            urllib.request.urlopen(
                f"http://{self.host}:{self.monitor}/healthz?js-enabled-only=true", timeout=2
            ) as answer,
        ):
            return answer.status == 200
        return False

    @property
    def log(self):
        return (self.folder / f"{self.name}.log").read_text()


class Cluster:
    """All of them."""

    def __init__(self, servers):
        self.servers = servers

    @property
    def url(self):
        return f"nats://{','.join(one.address for one in self.servers)}"

    def start(self):
        for one in self.servers:
            one.start()
        self.until_ready()

    def signal(self, sign):
        for one in self.servers:
            one.signal(sign)

    def kill(self):
        for one in self.servers:
            one.kill()

    def until_ready(self):
        give_up = time.monotonic() + PATIENCE_S
        while not all(one.is_ready for one in self.servers):
            assert time.monotonic() < give_up, "\n".join(one.log[-3000:] for one in self.servers)
            time.sleep(0.05)

    def stop(self):
        self.kill()


@contextmanager
def cluster(hosts=("127.0.0.1",) * COUNT, more="", prefixes=((),) * COUNT, lax=(), within=None):
    """They are gone afterwards with all they kept. On hosts of their own all have the same ports."""
    with tempfile.TemporaryDirectory(prefix="nats", dir=within or _in_memory()) as folder:
        found = [free_ports(3) for _ in hosts]
        ports = [found[0] for _ in hosts] if len(set(hosts)) > 1 else found
        routes = [f"nats://{host}:{found[2]}" for host, found in zip(hosts, ports, strict=True)]
        made = Cluster(
            [
                Server(
                    f"n{n}",
                    host,
                    folder,
                    ports[n],
                    routes,
                    more=more,
                    prefix=prefixes[n],
                    sync="2m" if n in lax else "always",
                )
                for n, host in enumerate(hosts)
            ]
        )
        try:
            made.start()
            yield made
        finally:
            made.stop()


def _in_memory():
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108 - a folder of its own in it
