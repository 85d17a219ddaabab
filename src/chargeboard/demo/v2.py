"""How does a charger of OCPP 2.0.1 put it?"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from random import Random

from chargeboard.demo.car import Step
from chargeboard.demo.line import Call, Payload, stamp
from chargeboard.demo.town import Place
from chargeboard.time.instants import MINUTE, SECOND, Instant, text_of

_ACCEPTED: Payload = {"status": "Accepted"}


def identity(place: Place, firmware: str) -> Payload:
    """BootNotification."""
    station = {
        "vendorName": place.vendor,
        "model": place.model,
        "serialNumber": place.serial,
        "firmwareVersion": firmware,
    }
    return {"reason": "PowerUp", "chargingStation": station}


class Voice:
    """One EVSE of a 2.0.1 station that begins a transaction when the driver is authorised."""

    def __init__(self, place: Place, evse: int, rng: Random, transactions: count[int]) -> None:
        self.place = place
        self.evse = evse
        self.register_wh = float(rng.randrange(2_000_000, 90_000_000))
        self.transactions = transactions
        self.transaction = ""
        self.card_shown = ""
        self.by_app = False
        self.seq_no = count()
        self.last: Payload = {}
        self.events = count(1)
        self.problem: Payload = {}

    def free(self, at: Instant) -> Iterator[Call]:
        yield self._status(at, "Available")

    def occupied(self, at: Instant) -> Iterator[Call]:
        yield self._status(at, "Occupied")

    def reserved(self, at: Instant, card: str) -> Iterator[Call]:
        token: Payload = {"idToken": card, "type": "ISO14443"}
        until = text_of(at + 15 * MINUTE)
        asked: Payload = {"id": 1, "expiryDateTime": until, "idToken": token, "evseId": self.evse}
        yield Call(at, "ReserveNow", asked, _ACCEPTED, asked=True)
        yield self._status(at + SECOND, "Reserved")

    def withdrawn(self, at: Instant) -> Iterator[Call]:
        yield self._availability(at, "Inoperative")
        yield self._status(at + SECOND, "Unavailable")

    def returned(self, at: Instant) -> Iterator[Call]:
        yield self._availability(at, "Operative")
        yield self._status(at + SECOND, "Available")

    def broken(self, at: Instant) -> Iterator[Call]:
        yield self._notify(at, "CX019", "cable at 96 °C, charging stopped")
        yield self._status(at + SECOND, "Faulted")

    def mended(self, at: Instant) -> Iterator[Call]:
        if self.problem:
            cleared = self.problem | {"actualValue": "false", "cleared": True, "eventId": next(self.events)}
            yield self._events(at, cleared)
            self.problem = {}
        yield self._status(at + SECOND, "Available")

    def misunderstood(self, at: Instant) -> Iterator[Call]:
        yield self._notify(at, "CX014", "pilot out of range")

    def card(self, at: Instant, card: str, verdict: str) -> Iterator[Call]:
        self.by_app = False
        token: Payload = {"idToken": card, "type": "ISO14443"}
        yield Call(at, "Authorize", {"idToken": token}, {"idTokenInfo": {"status": verdict}})

    def app(self, at: Instant, card: str) -> Iterator[Call]:
        self.by_app = True
        token: Payload = {"idToken": card, "type": "Central"}
        asked: Payload = {"evseId": self.evse, "remoteStartId": int(card[-6:], 16), "idToken": token}
        yield Call(at, "RequestStartTransaction", asked, _ACCEPTED, asked=True)

    def begin(self, at: Instant, card: str) -> Iterator[Call]:
        self.transaction = f"{self.place.id}-{next(self.transactions)}"
        self.card_shown = card
        self.seq_no = count()
        info: Payload = {"transactionId": self.transaction, "chargingState": "EVConnected"}
        more: Payload = {
            "evse": {"id": self.evse, "connectorId": 1},
            "idToken": {"idToken": card, "type": "Central" if self.by_app else "ISO14443"},
            "meterValue": [self._meter_value(at, 0.0, "Transaction.Begin")],
        }
        if self.by_app:
            info["remoteStartId"] = int(card[-6:], 16)
        yield self._event(at, "Started", "RemoteStart" if self.by_app else "Authorized", info, **more)

    def begin_again(self, at: Instant) -> Iterator[Call]:
        yield Call(at, "TransactionEvent", self.last, {"idTokenInfo": _ACCEPTED}, waits=True)

    def charging(self, at: Instant) -> Iterator[Call]:
        yield self._event(at, "Updated", "ChargingStateChanged", self._info("Charging"))

    def suspended(self, at: Instant) -> Iterator[Call]:
        yield self._event(at, "Updated", "ChargingStateChanged", self._info("SuspendedEV"))

    def meter(self, at: Instant, step: Step, phases: int) -> Iterator[Call]:
        sampled: list[Payload] = [
            {
                "value": round(step.power_w / 1000, 3),
                "measurand": "Power.Active.Import",
                "unitOfMeasure": {"unit": "kW"},
            },
            {
                "value": round(step.power_w / phases / 230, 1),
                "measurand": "Current.Import",
                "unitOfMeasure": {"unit": "A"},
            },
            {
                "value": round(step.soc_pct),
                "measurand": "SoC",
                "location": "EV",
                "unitOfMeasure": {"unit": "Percent"},
            },
        ]
        value = self._meter_value(at, step.energy_wh, "Sample.Periodic", sampled)
        yield self._event(
            at, "Updated", "MeterValuePeriodic", {"transactionId": self.transaction}, meterValue=[value]
        )

    def end(self, at: Instant, energy_wh: float, reason: str) -> Iterator[Call]:
        trigger = {"Local": "StopAuthorized", "Remote": "RemoteStop", "EVDisconnected": "EVCommunicationLost"}
        value = self._meter_value(at, energy_wh, "Transaction.End")
        info = self._info("EVConnected") | {"stoppedReason": reason}
        yield self._event(at, "Ended", trigger.get(reason, "AbnormalCondition"), info, meterValue=[value])
        self.register_wh += energy_wh

    def forget(self, energy_wh: float) -> Iterator[Call]:
        self.register_wh += energy_wh
        yield from ()

    def finishing(self, _at: Instant) -> Iterator[Call]:
        yield from ()

    def _info(self, state: str) -> Payload:
        return {"transactionId": self.transaction, "chargingState": state}

    def _event(self, at: Instant, kind: str, trigger: str, info: Payload, **more: object) -> Call:
        self.last = {
            "eventType": kind,
            "timestamp": stamp(at),
            "triggerReason": trigger,
            "seqNo": next(self.seq_no),
            "transactionInfo": info,
        } | more
        answer: Payload = {"idTokenInfo": _ACCEPTED} if "idToken" in more else {}
        return Call(at, "TransactionEvent", self.last, answer, waits=True)

    def _meter_value(
        self, at: Instant, energy_wh: float, context: str, more: list[Payload] | None = None
    ) -> Payload:
        register: Payload = {
            "value": round((self.register_wh + energy_wh) / 1000, 3),
            "context": context,
            "measurand": "Energy.Active.Import.Register",
            "unitOfMeasure": {"unit": "Wh", "multiplier": 3},
        }
        return {"timestamp": stamp(at), "sampledValue": [register, *(more or [])]}

    def _status(self, at: Instant, status: str) -> Call:
        said: Payload = {
            "timestamp": stamp(at),
            "connectorStatus": status,
            "evseId": self.evse,
            "connectorId": 1,
        }
        return Call(at, "StatusNotification", said)

    def _notify(self, at: Instant, code: str, info: str) -> Call:
        self.problem = {
            "timestamp": stamp(at),
            "trigger": "Alerting",
            "actualValue": "true",
            "techCode": code,
            "techInfo": info,
            "eventNotificationType": "HardWiredNotification",
            "component": {"name": "EVSE", "evse": {"id": self.evse}},
            "variable": {"name": "Problem"},
        }
        return self._events(at, self.problem | {"eventId": next(self.events)})

    def _events(self, at: Instant, event: Payload) -> Call:
        said: Payload = {
            "generatedAt": stamp(at),
            "seqNo": 0,
            "eventData": [event | {"timestamp": stamp(at)}],
        }
        return Call(at, "NotifyEvent", said, {})

    def _availability(self, at: Instant, kind: str) -> Call:
        asked: Payload = {"operationalStatus": kind, "evse": {"id": self.evse}}
        return Call(at, "ChangeAvailability", asked, _ACCEPTED, asked=True)
