"""
What does a frame say, so that a person reads it?

The payload as pairs of a dotted name and a value, the telling ones first in one line. Unreadable text is
shown as it is; nothing here judges what was said.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from chargeboard.domain.codes import ProblemGroup
from chargeboard.domain.figures.frame_rows import FrameRow
from chargeboard.evidence.frames.words import say
from chargeboard.reasons import sentences
from chargeboard.vocabularies.explained import of_upkeep

MOST_FIELDS = 200
_LONGEST_VALUE = 200
_TELLING = (
    "evseId",
    "evse.id",
    "connectorId",
    "status",
    "connectorStatus",
    "idTagInfo.status",
    "idTokenInfo.status",
    "errorCode",
    "vendorErrorCode",
    "info",
    "eventType",
    "triggerReason",
    "transactionInfo.chargingState",
    "transactionInfo.stoppedReason",
    "idTag",
    "idToken.idToken",
    "reason",
    "meterStart",
    "meterStop",
    "transactionId",
    "transactionInfo.transactionId",
    "chargePointModel",
    "chargingStation.model",
    "firmwareVersion",
    "interval",
)
_WORDS = {
    "connectorId": "socket",
    "evseId": "socket",
    "evse.id": "socket",
    "transactionId": "transaction",
    "transactionInfo.transactionId": "transaction",
    "idTag": "card",
    "idToken.idToken": "card",
    "meterStart": "meter",
    "meterStop": "meter",
    "errorCode": "error",
    "vendorErrorCode": "vendor_code",
    "chargePointModel": "model",
    "chargingStation.model": "model",
    "firmwareVersion": "firmware",
    "interval": "interval",
}
_EVSE = frozenset({"evseId", "evse.id"})
_UNSAID = frozenset({"NoError", ""})
_EMPTY = frozenset({"null", ""})
_MOST_COLUMNS = 6


class Said(msgspec.Struct, frozen=True):
    """A message for people."""

    summary: str
    fields: tuple[tuple[str, str], ...]
    raw: str
    """Its text, with line breaks where it is JSON."""
    left_out: int = 0
    """Characters behind the end of `raw`."""
    meaning: str = ""
    """What a word about firmware, logs or security means."""


def said(text: str, most: int = 1 << 20, left_out: int = 0) -> Said:
    """
    What an OCPP-J message, or a turn of a connection, says; its raw text at most so long.

    `left_out` characters of it are missing at the end already: then it is no JSON.
    """
    if left_out:
        return Said("", (), text[:most], left_out + max(0, len(text) - most))
    try:
        message = msgspec.json.decode(text)
    except (msgspec.DecodeError, ValueError, RecursionError):
        return Said("", (), text[:most], max(0, len(text) - most))
    whole = msgspec.json.format(text, indent=2)
    pretty, left_out = whole[:most], max(0, len(whole) - most)
    payload = message[-1] if isinstance(message, list) and message else message
    if isinstance(message, list) and message and message[0] == 4:
        return Said(_short(" ".join(str(part) for part in message[2:4])), (), pretty, left_out)
    fields: list[tuple[str, str]] = []
    for name, value in _flat(payload, ""):
        if len(fields) == MOST_FIELDS:
            break
        fields.append((name, _short(value)))
    return Said(_summary(fields), tuple(fields), pretty, left_out, _meaning(message))


def _meaning(message: object) -> str:
    match message:
        case [2, _, str(action), {"status": str(word)}] if action.endswith("StatusNotification"):
            return sentences(of_upkeep(ProblemGroup.TRANSFER, word))
        case [2, _, "SecurityEventNotification", {"type": str(word)}]:
            return sentences(of_upkeep(ProblemGroup.SECURITY, word))
    return ""


def _short(value: str) -> str:
    return value if len(value) <= _LONGEST_VALUE else f"{value[:_LONGEST_VALUE]}…"


def _flat(value: object, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _flat(inner, f"{name}.{key}" if name else str(key))
    elif isinstance(value, list):
        for number, inner in enumerate(value, 1):
            yield from _flat(inner, f"{name}[{number}]" if len(value) > 1 else name)
    elif name:
        yield name, "null" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _summary(fields: list[tuple[str, str]]) -> str:
    by_name = dict(fields)
    # in 2.x a connector is a part of the socket
    words = _WORDS if _EVSE.isdisjoint(by_name) else {**_WORDS, "connectorId": "connector"}
    parts = [
        f"{say(words[name])} {by_name[name]}" if name in words else by_name[name]
        for name in _TELLING
        if by_name.get(name, "") not in _UNSAID
    ]
    values = [value for name, value in fields if name.endswith(".value")]
    units = [value for name, value in fields if name.endswith((".unit", ".unitOfMeasure.unit"))]
    if values and len(values) == len(units):
        parts += [f"{value} {unit}" for value, unit in zip(values, units, strict=True)][:6]
    elif values:
        parts.append(say("values", number=len(values)))
    return " · ".join(parts)


def columns(row: Said) -> str:
    """A row of another system in one line: the first of its columns that hold anything."""
    told = [f"{name} {value}" for name, value in row.fields if value not in _EMPTY]
    return " · ".join(told[:_MOST_COLUMNS])


def turn(row: FrameRow) -> str:
    """A turn of the connection in words."""
    try:
        kind, *about = msgspec.json.decode(row.text)
    except (msgspec.DecodeError, ValueError, TypeError):
        return row.text
    match kind:
        case "open":
            return say("opened")
        case "close":
            return say("closed")
        case "pong" if len(about) > 1:
            return say("pings", interval=about[-1])
        case "gap":
            return say("gap")
    return str(kind)
