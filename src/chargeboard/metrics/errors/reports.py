"""
Which facts report an error, and how is it called?

One report per said error: from a status, a 2.x event, a security event, a failed transfer, or the reason that
ended a transaction (2.7, rules E1 and E2). Whether reports make one episode is errors.py's to say.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Final

import msgspec

from chargeboard.domain.facts import (
    Answered,
    AnyFact,
    ProblemTold,
    StartReported,
    StatusReported,
    StopReported,
    TransactionTold,
)
from chargeboard.domain.instants import MINUTE, Instant
from chargeboard.domain.policy import Policy
from chargeboard.metrics.errors.words import MREC, NO_CODE, mrec_number
from chargeboard.metrics.sockets import socket_of

STOP_ERRORS: Final = frozenset(
    {"EmergencyStop", "PowerLoss", "Reboot", "HardReset", "GroundFault", "OvercurrentFault", "PowerQuality"}
)
"""Stop reasons that are listed as errors (2.7)."""

STOP_REPEAT: Final = 5 * MINUTE
"""How far stamps of a repeated stop may lie apart (Q07); a later one is another stop, its id maybe -1 too."""

SECURITY_ERRORS: Final = frozenset(
    {
        "TamperDetectionActivated",
        "MemoryExhaustion",
        "InvalidFirmwareSignature",
        "InvalidFirmwareSigningCertificate",
        "InvalidCentralSystemCertificate",
        "InvalidChargePointCertificate",
        "InvalidCsmsCertificate",
        "InvalidChargingStationCertificate",
        "InvalidTLSVersion",
        "InvalidTLSCipherSuite",
        "MaintenanceLoginFailed",
    }
)

_PSEUDO = re.compile(r"(0x)?0*|null|none|noerror", re.IGNORECASE)
_COMPOUND = re.compile(r"[\w.:-]+(\s*[,;]\s*[\w.:-]+)+")
_UNSAID: Final = frozenset({"", "NoError"})


class Report(msgspec.Struct, frozen=True, gc=False):
    """An error was said. `origin` is who may clear it; `until` the last of `repeats` further reports."""

    at: Instant
    socket: int
    code: str
    vendor_code: str | None
    severity: str
    group: str
    origin: str
    info: str = ""
    repeats: int = 0
    until: Instant = 0
    is_momentary: bool = False

    @property
    def last_at(self) -> Instant:
        """When it was said for the last time."""
        return self.until if self.repeats else self.at


def is_error(fact: StatusReported) -> bool:
    """Faulted, or in 1.6 an errorCode other than NoError (2.7)."""
    return fact.status == "Faulted" or (not fact.is_v2 and fact.error_code not in _UNSAID)


def origin_of(fact: StatusReported | ProblemTold) -> str:
    """Who said so; a clearing has to come from the same (E4)."""
    if isinstance(fact, StatusReported):
        return f"status/{fact.socket}/{fact.connector}"
    return f"event/{fact.socket}/{fact.component}/{fact.variable}"


def of_status(fact: StatusReported) -> list[Report]:
    """The errors of one status; several where its code is a compound (E1)."""
    if not is_error(fact):
        return []
    severity = "fault" if fact.status == "Faulted" else "warning"
    codes = [""] if fact.error_code in _UNSAID or fact.is_v2 else _parts(fact.error_code)
    vendor_codes = [None] if _PSEUDO.fullmatch(fact.vendor_code.strip()) else _parts(fact.vendor_code)
    return [
        Report(
            at=fact.at,
            socket=fact.socket,
            code=_name(code, vendor_code),
            vendor_code=vendor_code,
            severity=severity,
            group=severity,
            origin=origin_of(fact),
            info="" if _PSEUDO.fullmatch(fact.info.strip()) else fact.info,
            repeats=fact.repeats,
            until=fact.repeated_at,
        )
        for code, vendor_code in product(codes, vendor_codes)
    ]


def of_problem(fact: ProblemTold) -> list[Report]:
    """The error of a 2.x event, a security event or a failed transfer; none if it clears or only informs."""
    if fact.cleared:
        return []
    match fact.group:
        case "security":
            severity, momentary, counts = "security", True, fact.code in SECURITY_ERRORS
        case "transfer":
            severity, momentary, counts = "warning", True, True
        case _:
            level = 0 if fact.severity is None else fact.severity
            severity, momentary, counts = "fault" if level <= 4 else "warning", False, level <= 6
    if not counts:
        return []
    vendor_code = None if _PSEUDO.fullmatch(fact.vendor_code.strip()) else fact.vendor_code
    return [
        Report(
            at=fact.at,
            socket=fact.socket,
            code=_name(code, part),
            vendor_code=part,
            severity=severity,
            group=severity if fact.group == "event" else fact.group,
            origin=origin_of(fact),
            info=fact.info,
            is_momentary=momentary,
        )
        for code, part in product(_parts(fact.code), [None] if vendor_code is None else _parts(vendor_code))
    ]


def stop_error(fact: AnyFact) -> str:
    """The error that a stop or a 2.x event tells by its reason or trigger, or nothing."""
    if isinstance(fact, StopReported | TransactionTold) and fact.reason in STOP_ERRORS:
        return fact.reason
    if isinstance(fact, TransactionTold) and fact.trigger == "AbnormalCondition":
        return fact.trigger
    return ""


def told(
    facts: Sequence[AnyFact], policy: Policy, stopped_on: Mapping[StopReported, int]
) -> Iterator[tuple[AnyFact, list[Report]]]:
    """
    Each fact that can report or clear an error, with its reports, in the given order.

    A stop names its transaction only, and perhaps none that is known (S4), so its socket is looked up in
    `stopped_on`; a repeated stop is no second error.
    """
    sockets = _sockets(facts)
    said: dict[tuple[str, str, int], Instant] = {}
    for fact in facts:
        if isinstance(fact, StatusReported):
            yield fact, _placed(of_status(fact), policy)
        elif isinstance(fact, ProblemTold):
            yield fact, _placed(of_problem(fact), policy)
        elif isinstance(fact, StopReported | TransactionTold) and (code := stop_error(fact)):
            socket = sockets.get(fact.transaction_id, 0)
            if isinstance(fact, StopReported):
                socket = stopped_on.get(fact, socket)
            key = (fact.transaction_id, code, socket)
            again = key in said and fact.at - said[key] <= STOP_REPEAT
            yield fact, [] if again else _placed([_of_stop(fact, code, socket)], policy)
            said[key] = fact.at


def _placed(found: list[Report], policy: Policy) -> list[Report]:
    """The same at the socket that the connector belongs to."""
    if not policy.socket_groups:
        return found
    return [msgspec.structs.replace(one, socket=socket_of(one.socket, policy)) for one in found]


def _sockets(facts: Sequence[AnyFact]) -> dict[str, int]:
    """The socket of each transaction id, 1.6 and 2.x."""
    started = {fact.ref: fact.socket for fact in facts if isinstance(fact, StartReported)}
    sockets: dict[str, int] = {}
    for fact in facts:
        if isinstance(fact, Answered) and fact.transaction_id and fact.ref in started:
            sockets[fact.transaction_id] = started[fact.ref]
        elif isinstance(fact, TransactionTold) and fact.socket is not None:
            sockets.setdefault(fact.transaction_id, fact.socket)
    return sockets


def _of_stop(fact: StopReported | TransactionTold, code: str, socket: int) -> Report:
    return Report(
        at=fact.at,
        socket=socket,
        code=code,
        vendor_code=None,
        severity="warning",
        group="warning",
        origin=f"stop/{fact.transaction_id}",
        is_momentary=True,
    )


def _parts(code: str) -> list[str]:
    """The single codes of a compound such as "F001,F003", each once."""
    text = code.strip()
    return list(dict.fromkeys(re.split(r"\s*[,;]\s*", text))) if _COMPOUND.fullmatch(text) else [text]


def _name(code: str, vendor_code: str | None) -> str:
    """What E1 calls it."""
    number = mrec_number(vendor_code) or mrec_number(code)
    if number in MREC:
        return MREC[number]
    return code or vendor_code or NO_CODE
