"""How does a charger of OCPP 1.6 put it?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from random import Random

from chargeboard.demo.car import Step
from chargeboard.demo.line import Call, Payload, stamp
from chargeboard.demo.town import Place
from chargeboard.time.instants import MINUTE, SECOND, Instant, text_of

_ACCEPTED: Payload = {"idTagInfo": {"status": "Accepted"}}
_MREC = "https://chargex.inl.gov"


def identity(place: Place, firmware: str) -> Payload:
    """BootNotification."""
    return {
        "chargePointVendor": place.vendor,
        "chargePointModel": place.model,
        "chargePointSerialNumber": place.serial,
        "firmwareVersion": firmware,
    }


class Voice:
    """One connector of a 1.6 charger."""

    def __init__(self, place: Place, connector: int, rng: Random, transactions: count[int]) -> None:
        self.place = place
        self.connector = connector
        self.register_wh = float(rng.randrange(2_000_000, 90_000_000))
        self.transactions = transactions
        self.transaction = 0
        self.start: Payload = {}

    def free(self, at: Instant) -> Iterator[Call]:
        yield self._status(at, "Available")

    def occupied(self, at: Instant) -> Iterator[Call]:
        yield self._status(at, "Preparing")

    def reserved(self, at: Instant, card: str) -> Iterator[Call]:
        until = text_of(at + 15 * MINUTE)
        asked: Payload = {
            "connectorId": self.connector,
            "expiryDate": until,
            "idTag": card,
            "reservationId": 1,
        }
        yield Call(at, "ReserveNow", asked, {"status": "Accepted"}, asked=True)
        yield self._status(at + SECOND, "Reserved")

    def withdrawn(self, at: Instant) -> Iterator[Call]:
        yield self._availability(at, "Inoperative")
        yield self._status(at + SECOND, "Unavailable")

    def returned(self, at: Instant) -> Iterator[Call]:
        yield self._availability(at, "Operative")
        yield self._status(at + SECOND, "Available")

    def broken(self, at: Instant) -> Iterator[Call]:
        yield self._status(
            at,
            "Faulted",
            "GroundFailure",
            vendorErrorCode="E47",
            vendorId=self.place.vendor,
            info="RCD tripped, 34 mA",
        )

    def mended(self, at: Instant) -> Iterator[Call]:
        yield self._status(at, "Available")

    def misunderstood(self, at: Instant) -> Iterator[Call]:
        yield self._status(
            at,
            "Preparing",
            "EVCommunicationError",
            vendorErrorCode="CX014",
            vendorId=_MREC,
            info="pilot out of range",
        )

    def card(self, at: Instant, card: str, verdict: str) -> Iterator[Call]:
        yield Call(at, "Authorize", {"idTag": card}, {"idTagInfo": {"status": verdict}})

    def app(self, at: Instant, card: str) -> Iterator[Call]:
        asked: Payload = {"connectorId": self.connector, "idTag": card}
        yield Call(at, "RemoteStartTransaction", asked, {"status": "Accepted"}, asked=True)

    def begin(self, at: Instant, card: str) -> Iterator[Call]:
        self.transaction = next(self.transactions)
        self.start = {
            "connectorId": self.connector,
            "idTag": card,
            "meterStart": int(self.register_wh),
            "timestamp": stamp(at),
        }
        yield from self.begin_again(at)

    def begin_again(self, at: Instant) -> Iterator[Call]:
        answer = _ACCEPTED | {"transactionId": self.transaction}
        yield Call(at, "StartTransaction", self.start, answer, waits=True)

    def charging(self, at: Instant) -> Iterator[Call]:
        yield self._status(at, "Charging")

    def suspended(self, at: Instant) -> Iterator[Call]:
        yield self._status(at, "SuspendedEV")

    def meter(self, at: Instant, step: Step, phases: int) -> Iterator[Call]:
        register: Payload = {"value": str(int(self.register_wh + step.energy_wh)), "unit": "Wh"}
        sampled = [
            register | {"measurand": "Energy.Active.Import.Register"},
            *(_dc(step) if self.place.is_dc else _ac(step, phases)),
        ]
        yield Call(
            at,
            "MeterValues",
            {
                "connectorId": self.connector,
                "transactionId": self.transaction,
                "meterValue": [{"timestamp": stamp(at), "sampledValue": sampled}],
            },
            waits=True,
        )

    def end(self, at: Instant, energy_wh: float, reason: str) -> Iterator[Call]:
        self.register_wh += energy_wh
        said: Payload = {
            "transactionId": self.transaction,
            "meterStop": int(self.register_wh),
            "timestamp": stamp(at),
            "reason": reason,
        }
        if reason == "Local":
            said["idTag"] = self.start["idTag"]
        yield Call(at, "StopTransaction", said, _ACCEPTED if reason == "Local" else {}, waits=True)

    def forget(self, energy_wh: float) -> Iterator[Call]:
        self.register_wh += energy_wh
        yield from ()

    def finishing(self, at: Instant) -> Iterator[Call]:
        yield self._status(at, "Finishing")

    def _status(self, at: Instant, status: str, error: str = "NoError", **more: str) -> Call:
        said: Payload = {
            "connectorId": self.connector,
            "errorCode": error,
            "status": status,
            "timestamp": stamp(at),
        }
        return Call(at, "StatusNotification", said | more)

    def _availability(self, at: Instant, kind: str) -> Call:
        asked: Payload = {"connectorId": self.connector, "type": kind}
        return Call(at, "ChangeAvailability", asked, {"status": "Accepted"}, asked=True)


def _dc(step: Step) -> list[Payload]:
    volts = 340 + 0.9 * step.soc_pct
    return [
        {"value": f"{step.power_w:.0f}", "unit": "W", "measurand": "Power.Active.Import"},
        {"value": f"{step.power_w / volts:.1f}", "unit": "A", "measurand": "Current.Import"},
        {"value": f"{volts:.1f}", "unit": "V", "measurand": "Voltage"},
        {"value": f"{step.soc_pct:.0f}", "unit": "Percent", "measurand": "SoC", "location": "EV"},
    ]


def _ac(step: Step, phases: int) -> list[Payload]:
    watts, readings = step.power_w / phases, list[Payload]()
    for phase in range(1, 4):
        on = phase <= phases
        said = (
            (f"{watts * on / 1000:.3f}", "kW", "Power.Active.Import", f"L{phase}"),
            (f"{watts * on / 230:.1f}", "A", "Current.Import", f"L{phase}"),
            (f"{231.4 - phase - 2 * on:.1f}", "V", "Voltage", f"L{phase}-N"),
        )
        readings += [dict(zip(("value", "unit", "measurand", "phase"), each, strict=True)) for each in said]
    return readings
