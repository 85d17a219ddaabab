"""
CitrineOS: rows of its table OCPPMessages as CSV or JSON lines, and the bodies that its webhook posts.

A row's `message` is the whole frame, or the text of one that it could not read. The webhook's bodies about
links carry no time and are left.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from chargeboard.capture.formats.csv_rows import are_rows, rows
from chargeboard.capture.formats.reading import (
    UNREADABLE,
    Found,
    LogNotes,
    because,
    frame_in,
    protocol_of,
    unread,
    why,
)
from chargeboard.capture.formats.stamps import Stamps
from chargeboard.domain.frame import Frame

COLUMNS = frozenset({"stationid", "origin", "message", "timestamp"})


class _Info(msgspec.Struct):
    timestamp: str
    protocol: str | None = None


class _Row(msgspec.Struct, rename="camel"):
    """A row, or a body of the webhook, which has `info`."""

    station_id: str
    origin: Literal["cs", "csms"]
    message: msgspec.Raw
    timestamp: str = ""
    protocol: str | None = None
    info: _Info | None = None


class _Turn(msgspec.Struct):
    event: Literal["connected", "closed"]


def read(lines: Iterable[bytes], notes: LogNotes) -> Iterator[Found]:
    """The frames of such rows or bodies."""
    is_table, taken = are_rows(lines, notes, COLUMNS)
    yield from (_table if is_table else _objects)(taken, notes)


def _objects(lines: Iterable[bytes], notes: LogNotes) -> Iterator[Found]:
    decode = msgspec.json.Decoder(_Row).decode
    stamps = Stamps(notes)
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            said = decode(line)
            at = stamps.read(said.info.timestamp if said.info else said.timestamp)
            text = frame_in(bytes(said.message))
        except UNREADABLE as error:
            if _is_turn(line):
                notes.other_lines += 1
            else:
                yield notes.reject(number, why(error), line)
            continue
        protocol = protocol_of(said.info.protocol if said.info else said.protocol)
        yield Frame(said.station_id, at, "in" if said.origin == "cs" else "out", text, "", protocol)


def _table(lines: Iterable[bytes], notes: LogNotes) -> Iterator[Found]:
    stamps = Stamps(notes)
    wanted = ("stationid", "origin", "timestamp", "message", "protocol")
    for line, cells, text in rows(lines, notes, COLUMNS, wanted):
        if not cells:
            if rejected := unread(notes, line, text):
                yield rejected
            continue
        station, origin, stamp, message, protocol = cells
        try:
            at, frame = stamps.read(stamp), frame_in(message.encode())
        except UNREADABLE as error:
            yield notes.reject(line, why(error), text)
            continue
        if origin in {"cs", "csms"} and station:
            yield Frame(station, at, "in" if origin == "cs" else "out", frame, "", protocol_of(protocol))
        else:
            yield notes.reject(line, because("sender_unknown"), text)


def _is_turn(line: bytes) -> bool:
    try:
        msgspec.json.decode(line, type=_Turn)
    except UNREADABLE:
        return False
    return True
