"""
Which facts report an error, and how is it called?

One report per said error: from a status, a 2.x event, a security event, a failed transfer, or the reason that
ended a transaction (2.7, rules E1 and E2). Whether reports make one episode is errors.py's to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Final

import msgspec

from chargeboard.domain.codes import ErrorGroup, ProblemGroup, Severity
from chargeboard.domain.conclusions import Episode
from chargeboard.domain.facts import (
    Answered,
    AnyFact,
    ProblemTold,
    StartReported,
    StatusReported,
    StopReported,
    TransactionTold,
)
from chargeboard.domain.policy import Policy
from chargeboard.metrics.errors.resolved import PSEUDO, UNSAID, Standing, parts, vendor_codes_of
from chargeboard.metrics.timeline.sockets import socket_of
from chargeboard.time.instants import BEGINNING, MINUTE, Instant
from chargeboard.vocabularies import vocabulary_of, vocabulary_of_tech_code, word_of
from chargeboard.vocabularies.components.words import MOMENTARY
from chargeboard.vocabularies.ocpp.words import NO_CODE

_TELLING: Final = frozenset(
    {Answered, ProblemTold, StartReported, StatusReported, StopReported, TransactionTold}
)
"""The few kinds of facts that tell of an error or of its socket."""

WORST_FIRST: Final = ("fault", "security", "warning")
"""Severities, and groups of errors by them."""

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
        "DiscardedRenewedClientCertificate",
        "InvalidTLSVersion",
        "InvalidTLSCipherSuite",
        "MaintenanceLoginFailed",
    }
)


class Report(msgspec.Struct, frozen=True, gc=False):
    """An error was said. `origin` is who may clear it; `until` the last of `repeats` further reports."""

    at: Instant
    socket: int
    code: str
    vendor_code: str | None
    severity: Severity
    group: ErrorGroup
    origin: str
    info: str = ""
    repeats: int = 0
    until: Instant = 0
    is_momentary: bool = False
    error_code: str = ""
    """The 1.6 errorCode it was said with."""
    vocabulary: str = ""
    """The vocabulary that its code is of, as `vocabulary_of` names it."""
    component: str = ""
    variable: str = ""
    """What of a 2.x station said so."""

    @property
    def last_at(self) -> Instant:
        """When it was said for the last time."""
        return self.until if self.repeats else self.at


def is_error(fact: StatusReported) -> bool:
    """Faulted, or in 1.6 an errorCode other than NoError (2.7)."""
    return fact.status == "Faulted" or (not fact.is_v2 and fact.error_code not in UNSAID)


def origin_of(fact: StatusReported | ProblemTold) -> str:
    """Who said so; a clearing has to come from the same (E4)."""
    if isinstance(fact, StatusReported):
        return f"status/{fact.socket}/{fact.connector}"
    return f"event/{fact.socket}/{fact.connector}/{fact.component}/{fact.variable}"


def of_status(fact: StatusReported) -> list[Report]:
    """The errors of one status; several where its code is a compound (E1)."""
    if not is_error(fact):
        return []
    severity = Severity.FAULT if fact.status == "Faulted" else Severity.WARNING
    codes = [""] if fact.error_code in UNSAID or fact.is_v2 else parts(fact.error_code)
    vendor_codes = vendor_codes_of(fact)
    infos = _infos(fact, len(vendor_codes))
    reports = []
    for code, (vendor_code, info) in product(codes, zip(vendor_codes, infos, strict=True)):
        vocabulary = vocabulary_of(code, vendor_code or "", fact.vendor_id)
        reports.append(
            Report(
                at=fact.at,
                socket=fact.socket,
                code=_name(code, vendor_code, vocabulary),
                vendor_code=vendor_code,
                severity=severity,
                group=ErrorGroup(severity),
                origin=origin_of(fact),
                info=info,
                repeats=fact.repeats,
                until=fact.repeated_at,
                error_code="" if fact.is_v2 else fact.error_code,
                vocabulary=vocabulary,
            )
        )
    return reports


def _infos(fact: StatusReported, count: int) -> list[str]:
    """The information on each code: EVgo's has a value for each, in the same order."""
    text = "" if PSEUDO.fullmatch(fact.info.strip()) else fact.info
    values = [value.strip() for value in text.split(",")]
    return values if count > 1 and len(values) == count else [text] * count


def of_problem(fact: ProblemTold) -> list[Report]:
    """The error of a 2.x event, a security event or a failed transfer; none if it clears or only informs."""
    if fact.cleared:
        return []
    match fact.group:
        case ProblemGroup.SECURITY:
            severity, momentary, counts = Severity.SECURITY, True, fact.code in SECURITY_ERRORS
        case ProblemGroup.TRANSFER:
            severity, momentary, counts = Severity.WARNING, True, True
        case _:
            level = 0 if fact.severity is None else fact.severity
            severity, counts = Severity.FAULT if level <= 4 else Severity.WARNING, level <= 6
            momentary = fact.variable.partition(" ")[0] in MOMENTARY
    if not counts:
        return []
    vendor_code = None if PSEUDO.fullmatch(fact.vendor_code.strip()) else fact.vendor_code
    vocabulary = "" if vendor_code is None else vocabulary_of_tech_code(vendor_code)
    return [
        Report(
            at=fact.at,
            socket=fact.socket,
            code=_name(fact.code, vendor_code, vocabulary),
            vendor_code=vendor_code,
            severity=severity,
            group=ErrorGroup(severity if fact.group == ProblemGroup.EVENT else fact.group),
            origin=origin_of(fact),
            info=fact.info,
            is_momentary=momentary,
            vocabulary=vocabulary,
            component=fact.component,
            variable=fact.variable,
        )
    ]


def stop_error(fact: AnyFact) -> str:
    """The error that a stop or a 2.x event tells by its reason or trigger, or nothing."""
    if type(fact) is TransactionTold:
        if fact.reason in STOP_ERRORS:
            return fact.reason
        return fact.trigger if fact.trigger == "AbnormalCondition" else ""
    return fact.reason if type(fact) is StopReported and fact.reason in STOP_ERRORS else ""


def told(
    facts: Sequence[AnyFact],
    policy: Policy,
    stopped_on: Mapping[StopReported, int],
    open_before: Sequence[Episode] = (),
    since: Instant = BEGINNING,
) -> Iterator[tuple[AnyFact, list[Report], tuple[str, ...]]]:
    """
    Each fact that can report or clear an error, its reports and the errors that it clears by name, in order.

    A stop names its transaction only, and perhaps none that is known (S4), so its socket is looked up in
    `stopped_on`; a repeated stop is no second error. `open_before` are the errors open at `since`, and those
    before it are not told of.
    """
    facts = [fact for fact in facts if type(fact) in _TELLING]
    sockets = _sockets(facts)
    standing = Standing(open_before)
    said: dict[tuple[str, str, int], Instant] = {}
    for fact in facts:
        if fact.at < since:
            continue
        if type(fact) is StatusReported:
            named = standing.named_by(fact)
            yield fact, [] if named else _placed(of_status(fact), policy), named
        elif type(fact) is ProblemTold:
            yield fact, _placed(of_problem(fact), policy), ()
        elif (type(fact) is StopReported or type(fact) is TransactionTold) and (code := stop_error(fact)):
            socket = sockets.get(fact.transaction_id, 0)
            if type(fact) is StopReported:
                socket = stopped_on.get(fact, socket)
            key = (fact.transaction_id, code, socket)
            again = key in said and fact.at - said[key] <= STOP_REPEAT
            yield fact, [] if again else _placed([_of_stop(fact, code, socket)], policy), ()
            said[key] = fact.at


def _placed(reports: list[Report], policy: Policy) -> list[Report]:
    """Reports, each at the socket that its connector belongs to."""
    if not policy.socket_groups:
        return reports
    return [msgspec.structs.replace(report, socket=socket_of(report.socket, policy)) for report in reports]


def _sockets(facts: Sequence[AnyFact]) -> dict[str, int]:
    """The socket of each transaction id, 1.6 and 2.x."""
    started = {fact.ref: fact.socket for fact in facts if type(fact) is StartReported}
    sockets: dict[str, int] = {}
    for fact in facts:
        if type(fact) is Answered and fact.transaction_id and fact.ref in started:
            sockets[fact.transaction_id] = started[fact.ref]
        elif type(fact) is TransactionTold and fact.socket is not None:
            sockets.setdefault(fact.transaction_id, fact.socket)
    return sockets


def _of_stop(fact: StopReported | TransactionTold, code: str, socket: int) -> Report:
    return Report(
        at=fact.at,
        socket=socket,
        code=code,
        vendor_code=None,
        severity=Severity.WARNING,
        group=ErrorGroup.WARNING,
        origin=f"stop/{fact.transaction_id}",
        is_momentary=True,
    )


def _name(code: str, vendor_code: str | None, vocabulary: str) -> str:
    """What E1 calls it."""
    if vocabulary == "uec":
        return vendor_code or code or NO_CODE
    _, word = word_of(vocabulary, code, vendor_code)
    return word.name if word is not None else code or vendor_code or NO_CODE
