"""
What does a CSMS that only monitors answer?

A table for each version: every action that a charger may send, and the answer that keeps it working. Nothing
here decides whether a token may charge; that is asked of `Authority`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple, Protocol

Payload = dict[str, Any]
_MOST_REQUESTS = 4
_LONGEST_VAT_NUMBER = 20


class Call(Protocol):
    """What was asked; reading it costs more than most answers."""

    @property
    def payload(self) -> Payload: ...


class Asked(NamedTuple):
    """What an answer may depend on."""

    call: Call
    now: str
    """The present as OCPP likes it: whole seconds, UTC, Z."""
    interval_s: int
    authorize: Callable[[str], str]
    """The authorisation status of a token."""
    transaction_id: int | None
    """The id that a 1.6 start was given."""

    @property
    def payload(self) -> Payload:
        """What was asked."""
        return self.call.payload


Answer = Callable[[Asked], Payload]


def _empty(_: Asked) -> Payload:
    return {}


def _fixed(**answer: object) -> Answer:
    return lambda _: dict(answer)


def _boot(asked: Asked) -> Payload:
    return {"currentTime": asked.now, "interval": asked.interval_s, "status": "Accepted"}


def _heartbeat(asked: Asked) -> Payload:
    return {"currentTime": asked.now}


def _authorize_16(asked: Asked) -> Payload:
    return {"idTagInfo": {"status": asked.authorize(str(asked.payload.get("idTag", "")))}}


def _start_16(asked: Asked) -> Payload:
    # a rejected start is a transaction too, and gets a real id (errata 3.17)
    return {"transactionId": asked.transaction_id, **_authorize_16(asked)}


def _stop_16(asked: Asked) -> Payload:
    return {"idTagInfo": {"status": "Accepted"}} if asked.payload.get("idTag") else {}


def _authorize_2(asked: Asked) -> Payload:
    return {"idTokenInfo": {"status": asked.authorize(_token_2(asked.payload))}}


def _transaction_2(asked: Asked) -> Payload:
    token = _token_2(asked.payload)
    if not token:
        return {}
    ending = asked.payload.get("eventType") == "Ended"
    return {"idTokenInfo": {"status": "Accepted" if ending else asked.authorize(token)}}


def _token_2(payload: Payload) -> str:
    token = payload.get("idToken")
    return str(token.get("idToken", "")) if isinstance(token, dict) else ""


def _objects(said: object, most: int) -> list[Payload]:
    """The first objects of a list: an answer that repeats them is no longer than the standard's."""
    return [one for one in said[:most] if isinstance(one, dict)] if isinstance(said, list) else []


_16: Mapping[str, Answer] = {
    "Authorize": _authorize_16,
    "BootNotification": _boot,
    "DataTransfer": _fixed(status="UnknownVendorId"),
    "DiagnosticsStatusNotification": _empty,
    "FirmwareStatusNotification": _empty,
    "Heartbeat": _heartbeat,
    "LogStatusNotification": _empty,
    "MeterValues": _empty,
    "SecurityEventNotification": _empty,
    "SignCertificate": _fixed(status="Rejected"),
    "SignedFirmwareStatusNotification": _empty,
    "StartTransaction": _start_16,
    "StatusNotification": _empty,
    "StopTransaction": _stop_16,
}

_2: Mapping[str, Answer] = {
    "Authorize": _authorize_2,
    "BatterySwap": _empty,
    "BootNotification": _boot,
    "ClearedChargingLimit": _empty,
    "ClosePeriodicEventStream": _empty,
    "DataTransfer": _fixed(status="UnknownVendorId"),
    "FirmwareStatusNotification": _empty,
    "Get15118EVCertificate": _fixed(status="Failed", exiResponse=""),
    "GetCertificateChainStatus": lambda asked: {
        "certificateStatus": [
            {
                "certificateHashData": one.get("certificateHashData"),
                "source": one.get("source", "OCSP"),
                "status": "Failed",
                "nextUpdate": asked.now,
            }
            for one in _objects(asked.payload.get("certificateStatusRequests"), _MOST_REQUESTS)
        ]
    },
    "GetCertificateStatus": _fixed(status="Failed"),
    "Heartbeat": _heartbeat,
    "LogStatusNotification": _empty,
    "MeterValues": _empty,
    "NotifyAllowedEnergyTransfer": _fixed(status="Rejected"),
    "NotifyChargingLimit": _empty,
    "NotifyCustomerInformation": _empty,
    "NotifyDERAlarm": _empty,
    "NotifyDERStartStop": _empty,
    "NotifyDisplayMessages": _empty,
    "NotifyEVChargingNeeds": _fixed(status="Rejected"),
    "NotifyEVChargingSchedule": _fixed(status="Accepted"),
    "NotifyEvent": _empty,
    "NotifyMonitoringReport": _empty,
    "NotifyPeriodicEventStream": _empty,
    "NotifyPriorityCharging": _empty,
    "NotifyReport": _empty,
    "NotifySettlement": _empty,
    "NotifyWebPaymentStarted": _empty,
    "OpenPeriodicEventStream": _fixed(status="Rejected"),
    "PublishFirmwareStatusNotification": _empty,
    "PullDynamicScheduleUpdate": _fixed(status="Rejected"),
    "ReportChargingProfiles": _empty,
    "ReportDERControl": _empty,
    "ReservationStatusUpdate": _empty,
    "SecurityEventNotification": _empty,
    "SignCertificate": _fixed(status="Rejected"),
    "StatusNotification": _empty,
    "TransactionEvent": _transaction_2,
    "VatNumberValidation": lambda asked: {
        "status": "Rejected",
        "vatNumber": str(asked.payload.get("vatNumber", ""))[:_LONGEST_VAT_NUMBER],
    },
}

REPEATING = frozenset({"GetCertificateChainStatus", "VatNumberValidation"})
"""Actions whose answers repeat what was asked: of a person's, too."""

_BY_PROTOCOL: Mapping[str, Mapping[str, Answer]] = {"ocpp1.6": _16, "ocpp2.0.1": _2, "ocpp2.1": _2}


def answer_to(protocol: str, action: str) -> Answer | None:
    """How an action is answered; None: it is in no version that we know, so NotImplemented."""
    return _BY_PROTOCOL.get(protocol, _16).get(action) or _16.get(action) or _2.get(action)


def actions(protocol: str) -> list[str]:
    """All actions that are answered for a version."""
    return sorted(_BY_PROTOCOL[protocol])
