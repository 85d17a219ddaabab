"""A real RabbitMQ for a test, which runs as whoever tests, in a folder of its own."""

import os
import shutil
import signal
import socket
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from free_ports import free_ports

_PATIENCE_S = 60.0
HOME = next(iter(Path("/usr/lib/rabbitmq").glob("bin")), None)
EPMD = shutil.which("epmd")


class Rabbit:
    def __init__(self, folder, certificates=()):
        """`certificates`: the files of an authority, of its own certificate, and of its key, for TLS."""
        self.folder, self._certificates = folder, certificates
        self.port, self.tls_port, self._names_port, self._nodes_port = free_ports(4)
        self._server = self._names = None
        self.environment = {
            **os.environ,
            "HOME": str(folder),
            "ERL_EPMD_PORT": str(self._names_port),
            "ERL_EPMD_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODENAME": "test@localhost",
            "RABBITMQ_NODE_IP_ADDRESS": "127.0.0.1",
            "RABBITMQ_NODE_PORT": str(self.port),
            "RABBITMQ_DIST_PORT": str(self._nodes_port),
            "RABBITMQ_MNESIA_BASE": str(folder / "data"),
            "RABBITMQ_LOG_BASE": str(folder / "log"),
            "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "plugins"),
            "RABBITMQ_CONFIG_FILE": str(folder / "rabbitmq"),
            "RABBITMQ_PID_FILE": str(folder / "pid"),
        }

    def start(self):
        (self.folder / "plugins").write_text("[].\n")
        kinds = zip(("cacertfile", "certfile", "keyfile"), self._certificates, strict=False)
        by_tls = [f"ssl_options.{kind} = {file}" for kind, file in kinds]
        if by_tls:
            by_tls += [f"listeners.ssl.own = 127.0.0.1:{self.tls_port}", "ssl_options.verify = verify_none"]
        (self.folder / "rabbitmq.conf").write_text("\n".join(["loopback_users = none", *by_tls, ""]))
        self._names = subprocess.Popen(
            [EPMD, "-port", str(self._names_port), "-address", "127.0.0.1"], stdout=subprocess.DEVNULL
        )
        with (self.folder / "said").open("w") as said:
            self._server = subprocess.Popen(
                [HOME / "rabbitmq-server"],
                env=self.environment,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        give_up = time.monotonic() + _PATIENCE_S
        while not self._listens():
            if self._server.poll() is not None or time.monotonic() > give_up:
                pytest.fail(f"RabbitMQ did not start: {(self.folder / 'said').read_text()}")
            time.sleep(0.1)

    def _listens(self):
        try:
            socket.create_connection(("127.0.0.1", self.port)).close()
        except OSError:
            return False
        return True

    def stop(self):
        for process in (self._server, self._names):
            if process is not None:
                process.terminate()
        try:
            self._server.wait(60)
        except subprocess.TimeoutExpired:
            os.killpg(self._server.pid, signal.SIGKILL)
            self._server.wait(60)
        self._names.wait(20)

    def told(self, *arguments):
        """What rabbitmqctl says."""
        return subprocess.run(
            [HOME / "rabbitmqctl", *arguments],
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout


@contextmanager
def rabbitmq(folder, certificates=()):
    """It runs meanwhile, by TLS, too, where certificates are given."""
    if HOME is None or EPMD is None:
        if os.environ.get("NOTHING_IS_SKIPPED"):
            pytest.fail("RabbitMQ is missing; `make soak` installs it")
        pytest.skip("RabbitMQ is missing; `make soak` installs it")
    rabbit = Rabbit(folder, certificates)
    rabbit.start()
    try:
        yield rabbit
    finally:
        rabbit.stop()
