"""
OCPP DebugKit: one JSON document with a trace's metadata and its events.

The trace is the document itself or lies under `trace`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from chargeboard.capture.formats.reading import UNREADABLE, Found, LogNotes, because, protocol_of, why
from chargeboard.capture.formats.stamps import Stamps
from chargeboard.domain.frame import Frame


class _Event(msgspec.Struct, gc=False):
    timestamp: str
    direction: Literal["CS_TO_CSMS", "CSMS_TO_CS"]
    message: msgspec.Raw


class _Metadata(msgspec.Struct, rename="camel"):
    station_id: str | None = None
    ocpp_version: str | None = None


class _Trace(msgspec.Struct):
    events: list[msgspec.Raw]
    metadata: _Metadata = msgspec.field(default_factory=_Metadata)


class _Document(msgspec.Struct):
    trace: _Trace


def read(lines: Iterable[bytes], notes: LogNotes) -> Iterator[Found]:
    """The frames of a DebugKit document."""
    document = b"\n".join(lines)
    try:
        trace = _trace_of(document)
    except UNREADABLE as error:
        yield notes.reject(1, why(error), document)
        return
    station = trace.metadata.station_id or notes.station
    if not station:
        yield notes.reject(1, because("unnamed"), document)
        return
    stamps = Stamps(notes)
    protocol = protocol_of(trace.metadata.ocpp_version)
    line, searched = 1, 0
    for raw in trace.events:
        start = document.find(raw, searched)
        line, searched = line + document.count(b"\n", searched, start), start
        try:
            event = msgspec.json.decode(raw, type=_Event)
            at = stamps.read(event.timestamp)
            text = _text_of(event.message)
        except UNREADABLE as error:
            yield notes.reject(line, why(error), bytes(raw))
            continue
        yield Frame(
            station,
            at,
            "in" if event.direction == "CS_TO_CSMS" else "out",
            text,
            "",
            protocol,
        )


def _trace_of(document: bytes) -> _Trace:
    try:
        return msgspec.json.decode(document, type=_Document).trace
    except msgspec.ValidationError:
        return msgspec.json.decode(document, type=_Trace)


def _text_of(message: msgspec.Raw) -> str:
    """The frame as text; one that is printed over several lines is written on one."""
    raw = bytes(message)
    if raw[:1] == b'"':
        return msgspec.json.decode(raw, type=str)
    return (msgspec.json.format(raw, indent=-1) if b"\n" in raw else raw).decode()
