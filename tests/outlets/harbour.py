"""Two chargers of a harbour and what they say, kept in a file that others may read meanwhile."""

import json

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import MINUTE, text_of
from projecting import projector_of

T0 = 1_760_313_600_000_000  # 2025-10-13T00:00:00Z


class Harbour:
    """Minutes count from midnight UTC, which is 02:00 in Berlin."""

    def __init__(self, path, site="Harbour", settings=None, **sites):
        self.settings = settings
        self.path, self.now, self._messages = path, T0, 0
        self.site, self.sites = site, sites
        self.store = open_store(str(path))
        self.desk = Desk(self.store, self.profile_of, lambda: self.now)

    def profile_of(self, station):
        said = self.store.charger(station)
        if self.settings is not None:
            return self.settings.profile_of(station, said, self.store.shared())
        return Profile(
            id=station,
            name=said.name if said else "",
            site=self.sites.get(station, self.site),
            socket_names={1: "left"},
            policy=Policy(timezone="Europe/Berlin"),
        )

    def say(self, minute, station, action, **payload):
        self.now, self._messages = T0 + round(minute * MINUTE), self._messages + 1
        frame = json.dumps([2, f"m{self._messages}", action, payload])
        self.desk.store.append([Frame(station, self.now, "in", frame, "A", "ocpp1.6")])

    def answer(self, **payload):
        self.now += 1
        frame = json.dumps([3, f"m{self._messages}", payload])
        self.desk.store.append([Frame(self._last, self.now, "out", frame, "A", "ocpp1.6")])

    def boot(self, minute, station):
        self.say(
            minute,
            station,
            "BootNotification",
            chargePointVendor="Sonnblick",
            chargePointModel="Duo 22",
            firmwareVersion="1.4.2",
        )

    def status(self, minute, station, socket, status, error="NoError", **more):
        self.say(
            minute,
            station,
            "StatusNotification",
            connectorId=socket,
            status=status,
            errorCode=error,
            timestamp=text_of(T0 + round(minute * MINUTE)),
            **more,
        )

    def start(self, minute, station, socket, transaction):
        self._last = station
        self.say(
            minute,
            station,
            "StartTransaction",
            connectorId=socket,
            idTag="TAG-OF-A-DRIVER",
            meterStart=1000,
            timestamp=text_of(T0 + round(minute * MINUTE)),
        )
        self.answer(transactionId=transaction, idTagInfo={"status": "Accepted"})

    def meter(self, minute, station, socket, transaction, register_wh, power_w, *, soc=None):
        sampled = [
            {"value": str(register_wh), "measurand": "Energy.Active.Import.Register", "unit": "Wh"},
            {"value": str(power_w), "measurand": "Power.Active.Import", "unit": "W"},
        ]
        if soc is not None:
            sampled.append({"value": str(soc), "measurand": "SoC", "unit": "Percent"})
        self.say(
            minute,
            station,
            "MeterValues",
            connectorId=socket,
            transactionId=transaction,
            meterValue=[{"timestamp": text_of(T0 + round(minute * MINUTE)), "sampledValue": sampled}],
        )

    def stop(self, minute, station, transaction, register_wh):
        self.say(
            minute,
            station,
            "StopTransaction",
            transactionId=transaction,
            idTag="TAG-OF-A-DRIVER",
            meterStop=register_wh,
            timestamp=text_of(T0 + round(minute * MINUTE)),
        )

    def understand(self):
        self.now += 1
        for station in projector_of(self.desk).heard():
            projector_of(self.desk).refresh(station)

    def a_day(self):
        """CP1 has charged 5 kWh, and charges at its left socket; the right one is faulted. CP/2+ is free."""
        for station in ("CP1", "CP/2+"):
            self.boot(0, station)
        for socket in (1, 2):
            self.status(1, "CP1", socket, "Available")
        self.status(1, "CP/2+", 1, "Available")
        self.status(10, "CP1", 1, "Charging")
        self.start(10, "CP1", 1, 7)
        self.stop(70, "CP1", 7, 6000)
        self.status(70.5, "CP1", 1, "Available")
        self.start(80, "CP1", 1, 8)
        self.status(80, "CP1", 1, "Charging")
        self.meter(90, "CP1", 1, 8, 2234, 7400, soc=61)
        self.status(91, "CP1", 2, "Faulted", "GroundFailure", info="RCD", vendorErrorCode="E7")
        self.say(92, "CP1", "Heartbeat")
        self.say(92, "CP/2+", "Heartbeat")
        self.understand()
        return self

    def close(self):
        self.store.close()
