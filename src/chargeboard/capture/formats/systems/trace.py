"""
Open OCPP Trace: one record a line, vendor-neutral (open-ocpp-trace.github.io).

The frame is what `raw` holds; without it, it is put together from the record's parts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from chargeboard.capture.formats.reading import UNREADABLE, Found, LogNotes, because, protocol_of, why
from chargeboard.capture.formats.stamps import Stamps
from chargeboard.domain.frame import Frame


class _Error(msgspec.Struct):
    code: str = ""
    description: str = ""
    details: msgspec.Raw = msgspec.Raw(b"{}")


class _Record(msgspec.Struct, rename="camel"):
    timestamp: str
    direction: Literal["cp-to-csms", "csms-to-cp"]
    message_type: Literal["CALL", "CALLRESULT", "CALLERROR"]
    transport: str = "json"
    ocpp_version: str | None = None
    charge_point_id: str | None = None
    message_id: str = ""
    action: str = ""
    payload: msgspec.Raw = msgspec.Raw(b"{}")
    raw: str | None = None
    error: _Error | None = None


def read(lines: Iterable[bytes], notes: LogNotes) -> Iterator[Found]:
    """The frames of a trace."""
    decode = msgspec.json.Decoder(_Record).decode
    stamps = Stamps(notes)
    for number, line in enumerate(lines, 1):
        try:
            record = decode(line)
            at = stamps.read(record.timestamp)
        except UNREADABLE as error:
            if line.strip():
                yield notes.reject(number, why(error), line)
            continue
        station = record.charge_point_id or notes.station
        if record.transport == "soap":
            yield notes.reject(number, because("soap_not_read"), line)
        elif not station:
            yield notes.reject(number, because("unnamed"), line)
        else:
            direction: Literal["in", "out"] = "in" if record.direction == "cp-to-csms" else "out"
            text = _frame(record) if record.raw is None else record.raw
            yield Frame(station, at, direction, text, "", protocol_of(record.ocpp_version))


def _frame(record: _Record) -> str:
    parts: list[object]
    match record.message_type:
        case "CALL":
            parts = [2, record.message_id, record.action, record.payload]
        case "CALLRESULT":
            parts = [3, record.message_id, record.payload]
        case "CALLERROR":
            error = record.error or _Error()
            parts = [4, record.message_id, error.code, error.description, error.details]
    return msgspec.json.encode(parts).decode()
