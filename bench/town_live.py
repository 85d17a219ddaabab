"""How does the busy charger go on speaking, while a page of it is served by another process?"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path

import msgspec

from bench.crowd import alone
from bench.town import BUSY, NOW
from chargeboard.cli.place import Place
from chargeboard.cli.server.receiving import hand_out, understanding
from chargeboard.config import from_environment
from chargeboard.domain.frame import Frame
from chargeboard.history.opening import Histories
from chargeboard.run.clock import now
from chargeboard.run.receiving.delivery import Delivery
from chargeboard.run.receiving.intake import Intake
from chargeboard.run.understanding.projector import Projector
from chargeboard.time.instants import text_of

_START_WITHIN_S = 30
HERE = Path(__file__).parent


class Town:
    """The busy charger, connected; and the page of it, served by a process of its own."""

    def __init__(self, address: str, server: int, intake: Intake, ahead: int) -> None:
        self.address, self.server, self._intake, self._ahead = address, server, intake, ahead
        self._number = 0

    def says(self, action: str, **payload: object) -> float:
        """One call of the charger; the moment of its receipt in seconds since the epoch."""
        self._number += 1
        text = msgspec.json.encode([2, f"live{self._number}", action, payload]).decode()
        received_at = now()
        frame = Frame(BUSY.id, received_at + self._ahead, "in", text, "live", "ocpp1.6")
        self._intake.submit(Delivery([frame]))
        return received_at / 1e6

    def is_in(self, status: str) -> float:
        """A status of its first socket."""
        stamp = text_of(now() + self._ahead)
        return self.says(
            "StatusNotification", connectorId=1, errorCode="NoError", status=status, timestamp=stamp
        )

    def meters(self) -> float:
        """A sample of its first socket: it says no more than that the charger is there."""
        value = {"value": f"{11_000 + self._number % 7}", "measurand": "Power.Active.Import", "unit": "W"}
        stamp = text_of(now() + self._ahead)
        sample = {"timestamp": stamp, "sampledValue": [value]}
        return self.says("MeterValues", connectorId=1, meterValue=[sample])

    def cpu_s(self) -> float:
        """Processor seconds of the page's process so far."""
        fields = Path(f"/proc/{self.server}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def town(folder: Path) -> Iterator[Town]:
    """The charger with its history of 31 days, which goes on at this moment."""
    path = folder / "live.db"
    shutil.copyfile(alone(folder), path)
    ahead = NOW - now()
    port = _free_port()
    command = [sys.executable, str(HERE / "served.py"), str(path), str(port), str(ahead)]
    server = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    place = Place(from_environment(None).with_options(db=str(path)))
    try:
        with place.store() as store:
            histories = Histories(store, partial(place.profile, store))
            projector = Projector(histories, lambda: now() + ahead)
            projector.refresh(BUSY.id)
            _await(port)
            with understanding(projector) as tell:
                intake = Intake(store, projector.now, hand_out, tell, is_collector=False)
                intake.start()
                try:
                    yield Town(f"http://127.0.0.1:{port}", server.pid, intake, ahead)
                finally:
                    intake.stop()
    finally:
        server.terminate()
        server.wait(10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _await(port: int) -> None:
    until = time.monotonic() + _START_WITHIN_S
    while time.monotonic() < until:
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    raise RuntimeError(f"nothing listens on {port}")
