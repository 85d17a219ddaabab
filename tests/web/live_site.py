"""A real desk behind a real server, and a charger that speaks to it."""

from __future__ import annotations

import json
import threading
import time

import uvicorn

from chargeboard.domain.figures.impairment import Impairment
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.clock import now
from chargeboard.run.desk import Desk
from chargeboard.run.people.people import people_of
from chargeboard.store import open_store
from chargeboard.time.instants import MINUTE, SECOND, text_of
from chargeboard.web.app import create_app
from chargeboard.web.live import viewers
from free_ports import free_port
from projecting import projector_of


class LiveSite:
    """A server that can be stopped and started again at the same address."""

    def __init__(self, path, token=None, zone="UTC", at=None, front=None):
        """`at`: the instant at which its clock begins to run; None is the real one."""
        self.ahead = 0 if at is None else at - now()
        self.stands_at = None
        self.store = open_store(path)
        self.desk = Desk(
            self.store,
            lambda name: Profile(id=name, policy=Policy(timezone=zone)),
            self.now,
            declared=["DECLARED"],
        )
        self.token, self.front = token, front
        self.port = free_port()
        self.impairment = Impairment()
        self._numbers = iter(range(1_000_000))
        self.start()

    def now(self):
        return now() + self.ahead if self.stands_at is None else self.stands_at

    def start(self):
        self.people = people_of(self.store, self.store, self.now, token=self.token)
        app = create_app(
            self.desk,
            token=self.token,
            now=self.now,
            impairment=lambda: self.impairment,
            front=self.front,
            people=self.people,
        )
        self.live = app.state["live"]
        config = uvicorn.Config(
            app,
            host="127.0.0.1",
            port=self.port,
            log_level="critical",
            lifespan="off",
            proxy_headers=False,
            timeout_graceful_shutdown=1,
        )
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, daemon=True)
        self._thread.start()
        while not self._server.started:
            assert self._thread.is_alive()
            time.sleep(0.01)
        self.url = f"http://127.0.0.1:{self.port}"

    def stop(self):
        self._server.should_exit = True
        self._server.force_exit = True
        self._thread.join(60)

    def close(self):
        self.stop()
        self.store.close()

    def says(self, action, at=None, station="C1", **payload):
        """One call of the charger, received now and understood."""
        told = self.told(action, at, station, **payload)
        projector_of(self.desk).refresh(station)
        return told

    def told(self, action, at=None, station="C1", **payload):
        """One call of the charger, received now."""
        moment = self.now()
        if action not in {"BootNotification", "Heartbeat"}:
            payload = {"timestamp": text_of(moment if at is None else at)} | payload
        number = next(self._numbers)
        text = json.dumps([2, f"m{number}", action, payload])
        self.desk.store.append([Frame(station, moment, "in", text, "link", "ocpp1.6")])
        return f"m{number}", moment

    def answers(self, call, station="C1", **payload):
        """The answer to a call."""
        number, _ = call
        frame = Frame(station, self.now(), "out", json.dumps([3, number, payload]), "link", "ocpp1.6")
        self.desk.store.append([frame])
        projector_of(self.desk).refresh(station)

    def boots(self, station="C1"):
        call = self.says("BootNotification", station=station, chargePointVendor="ACME", chargePointModel="X1")
        self.answers(call, station, status="Accepted", interval=300, currentTime=text_of(self.now()))
        self.is_in("Available", station)

    def is_in(self, status, station="C1"):
        self.says("StatusNotification", station=station, connectorId=1, errorCode="NoError", status=status)

    def starts(self, station="C1", transaction=7, at=None):
        self.is_in("Preparing", station)
        call = self.says(
            "StartTransaction", at=at, station=station, connectorId=1, idTag="card", meterStart=1000
        )
        self.answers(call, station, transactionId=transaction, idTagInfo={"status": "Accepted"})
        self.is_in("Charging", station)

    def meters(self, register_wh, power_w, station="C1", transaction=7):
        values = [
            {"value": str(register_wh), "measurand": "Energy.Active.Import.Register"},
            {"value": str(power_w), "measurand": "Power.Active.Import", "unit": "W"},
        ]
        at = text_of(self.now())
        self.says(
            "MeterValues",
            station=station,
            connectorId=1,
            transactionId=transaction,
            meterValue=[{"timestamp": at, "sampledValue": values}],
        )


def be_quick(monkeypatch):
    """Tell news at once: whoever waits for each piece of news would wait a second for it."""
    monkeypatch.setattr(viewers, "UPDATE_EVERY_S", 0.05)
    monkeypatch.setattr(viewers, "LOOK_EVERY_S", 0.02)


__all__ = ["MINUTE", "SECOND", "LiveSite", "be_quick"]
