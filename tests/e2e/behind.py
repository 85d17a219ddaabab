"""A server behind a proxy that is set up as our own instructions say, and how a charger comes by it."""

import json
import re
import socket
import ssl
import subprocess
from pathlib import Path
from urllib.parse import urlsplit

from daemon import Daemon
from proxy import proxy
from websockets.sync.client import connect

from free_ports import free_port

GUIDE = (Path(__file__).parents[2] / "docs/how-to/behind-a-proxy.md").read_text()
TOKEN = "only for the readers of this test"
BOOT = ("BootNotification", {"chargePointVendor": "ACME", "chargePointModel": "X1"})


def told(language):
    """What the guide says in that language, piece by piece."""
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


def status(said):
    return "StatusNotification", {"connectorId": 1, "errorCode": "NoError", "status": said}


def certified(folder):
    """A certificate for the names of the guide."""
    made = ["-newkey", "rsa:2048", "-nodes", "-x509", "-days", "2", "-subj", "/CN=example.org"]
    names = ["-addext", "subjectAltName=DNS:example.org,DNS:board.example.org,IP:127.0.0.1"]
    files = ["-keyout", folder / "board.key", "-out", folder / "board.pem"]
    subprocess.run(["openssl", "req", *made, *names, *files], check=True, capture_output=True)
    both = (folder / "board.pem").read_text() + (folder / "board.key").read_text()
    (folder / "board-and-key.pem").write_text(both)
    return folder


class Site:
    """A daemon, and where readers and chargers find it."""

    def __init__(self, daemon, url, chargers, certificate):
        self.daemon, self.url, self.chargers = daemon, url, chargers
        self.trusting = ssl.create_default_context(cafile=certificate / "board.pem")

    def says(self, station, *calls):
        """What a charger that connects by the proxy is answered."""
        at = urlsplit(self.chargers)
        options = {"ssl": self.trusting} if at.scheme == "wss" else {}
        way = socket.create_connection(("127.0.0.1", at.port))
        with connect(f"{self.chargers}{station}", sock=way, subprotocols=["ocpp1.6"], **options) as link:
            answers = []
            for number, (action, payload) in enumerate(calls):
                link.send(json.dumps([2, str(number), action, payload]))
                answers.append(json.loads(link.recv(60)))
            return answers


def served(tmp_path, certificate, kind, config, ports, *, name, path="", tls=True, **settings):
    """
    A site behind a proxy of that kind whose configuration is the one of the guide.

    `ports` says what takes the place of what in it: of the port that it listens to as `{port}`.
    """
    port = free_port()
    settings = {
        "CHARGEBOARD_TOKEN": TOKEN,
        "CHARGEBOARD_HOSTS": name,
        "CHARGEBOARD_CSMS_NEW_CHARGERS": "wait",
    } | settings
    daemon = Daemon(tmp_path / "board.db", **settings)
    for old, new in (
        *ports,
        ("127.0.0.1:8000", urlsplit(daemon.url).netloc),
        ("127.0.0.1:9000", urlsplit(daemon.address).netloc),
    ):
        assert old in config or old.startswith("127.0.0.1:")
        config = config.replace(old, new.replace("{port}", str(port)).replace("{tls}", str(certificate)))
    secure = "s" if tls else ""
    between = proxy(kind, tmp_path / kind, config, f"http{secure}://127.0.0.1:{port}/")
    site = Site(
        daemon, f"http{secure}://{name}:{port}{path}", f"ws{secure}://{name}:{port}{path}/ocpp/", certificate
    )
    return daemon, between, site
