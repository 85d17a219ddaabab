"""One visit of a car to a socket, told in 1.6 or 2.x, with whatever registers a test wants to be read."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy, Profile
from chargeboard.run.desk import Desk
from chargeboard.store import open_store
from chargeboard.time.instants import MINUTE, SECOND, instant_of, text_of
from projecting import projector_of

T0 = instant_of(datetime(2026, 11, 20, 10, tzinfo=UTC))
IMPORT = "Energy.Active.Import.Register"


def value(wh, measurand=IMPORT, *, is_v2, **more):
    """One sampled value; no power and no phase."""
    if is_v2:
        return {"value": wh, "measurand": measurand, "unitOfMeasure": {"unit": "Wh"}, **more}
    return {"value": str(wh), "measurand": measurand, "unit": "Wh", **more}


class Visit:
    """Moves at minutes after T0; `station` gathers the frames of several visits."""

    def __init__(self, protocol: str, socket: int, number: int = 1) -> None:
        self.is_v2, self.protocol = protocol != "1.6", f"ocpp{protocol}"
        self.socket, self.number = socket, number
        self.calls: list[list[Frame]] = []
        self.seq = 0
        self.tail = 0

    def call(self, minute: float, action: str, payload: dict[str, Any], answer: object = None) -> Visit:
        at = T0 + round(minute * MINUTE)
        name = f"{self.number}-{len(self.calls)}"
        told = [("in", [2, name, action, payload]), ("out", [3, name, answer or {}])]
        self.calls.append(
            [Frame("CP1", at, direction, json.dumps(frame), "A", self.protocol) for direction, frame in told]
        )
        return self

    def status(self, minute: float, status: str) -> Visit:
        said = {"timestamp": text_of(T0 + round(minute * MINUTE)), "connectorId": self.socket}
        if self.is_v2:
            status = status if status in {"Available", "Faulted", "Unavailable", "Reserved"} else "Occupied"
            said |= {"evseId": self.socket, "connectorId": 1, "connectorStatus": status}
        else:
            said |= {"errorCode": "NoError", "status": status}
        return self.call(minute, "StatusNotification", said)

    def event(self, minute: float, kind: str, values: list[Any], **info: Any) -> Visit:
        at = text_of(T0 + round(minute * MINUTE))
        answer = info.pop("answer", {"idTokenInfo": {"status": "Accepted"}} if kind == "Started" else {})
        payload = {
            "eventType": kind,
            "timestamp": at,
            "seqNo": self.seq,
            "triggerReason": info.pop("trigger", "Authorized" if kind == "Started" else "MeterValuePeriodic"),
            "transactionInfo": {"transactionId": f"t{self.number}", **info},
        }
        self.seq += 1
        if kind == "Started":
            payload |= {
                "evse": {"id": self.socket, "connectorId": 1},
                "idToken": {"idToken": "A", "type": "ISO14443"},
            }
        if values:
            payload["meterValue"] = [{"timestamp": at, "sampledValue": values}]
        return self.call(minute, "TransactionEvent", payload, answer)

    def start(self, minute: float, wh: int | None, *more: Any, status: str = "Accepted") -> Visit:
        if self.is_v2:
            begin = [] if wh is None else [value(wh, is_v2=True, context="Transaction.Begin")]
            answer = {"idTokenInfo": {"status": status}}
            return self.event(minute, "Started", [*begin, *more], chargingState="Charging", answer=answer)
        said = {"connectorId": self.socket, "idTag": "A", "timestamp": text_of(T0 + round(minute * MINUTE))}
        if wh is not None:
            said["meterStart"] = wh
        return self.call(
            minute,
            "StartTransaction",
            said,
            {"transactionId": self.number, "idTagInfo": {"status": status}},
        )

    def read(
        self, minute: float, *whs: int, naming: bool = True, values: tuple[Any, ...] = (), **more: Any
    ) -> Visit:
        told = [value(wh, is_v2=self.is_v2, **more) for wh in whs] + list(values)
        if self.is_v2 and naming:
            return self.event(minute, "Updated", told)
        at = text_of(T0 + round(minute * MINUTE))
        said: dict[str, Any] = {"meterValue": [{"timestamp": at, "sampledValue": told}]}
        said |= {"evseId" if self.is_v2 else "connectorId": self.socket}
        if naming:
            said["transactionId"] = self.number
        return self.call(minute, "MeterValues", said)

    def stop(self, minute: float, wh: int | None, *more: Any, reason: str = "Local") -> Visit:
        if self.is_v2:
            end = [] if wh is None else [value(wh, is_v2=True, context="Transaction.End")]
            return self.event(minute, "Ended", [*end, *more], trigger="StopAuthorized", stoppedReason=reason)
        said = {
            "transactionId": self.number,
            "timestamp": text_of(T0 + round(minute * MINUTE)),
            "reason": reason,
        }
        if wh is not None:
            said["meterStop"] = wh
        return self.call(minute, "StopTransaction", said)


def frames_of(*visits: Visit, arrival: str = "live") -> list[Frame]:
    """
    The frames in order of receipt.

    `queued`: all but the first call come a day later, in order; `stop_first`: those in turned order.
    """
    found: list[Frame] = [Frame("CP1", T0 - 60 * MINUTE, "ws", '["open", "A"]', "A", visits[0].protocol)]
    for visit in visits:
        first, *later = visit.calls
        found += first
        if arrival != "live":
            later = later[::-1] if arrival == "stop_first" else later
            for n, call in enumerate(later):
                found += [
                    Frame(
                        one.station,
                        T0 + 200 * MINUTE + n * SECOND,
                        one.direction,
                        one.text,
                        "A",
                        one.protocol,
                    )
                    for one in call
                ]
        else:
            found += [one for call in later for one in call]
    return sorted(found, key=lambda one: one.received_at)


def board_of(
    frames: list[Frame], *, minute: float = 600, policy: Policy | None = None, parts: int = 1
) -> Any:
    """The board at a minute; taken in `parts` pieces with everything concluded between them."""
    now = T0 + round(minute * MINUTE)
    store = open_store(":memory:")
    policy = policy or Policy(silence_detection=False)
    desk = Desk(store, lambda station: Profile(id=station, policy=policy), lambda: now)
    for n in range(parts):
        desk.store.append(frames[n * len(frames) // parts : (n + 1) * len(frames) // parts])
        projector_of(desk).refresh("CP1")
    found = desk.board("CP1", at=now)
    store.close()
    return found
