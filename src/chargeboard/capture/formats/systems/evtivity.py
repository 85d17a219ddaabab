"""
EVtivity: rows of its table ocpp_message_logs, as CSV or JSON lines.

A row holds the parts of a frame. `station_id` there is EVtivity's own number of a charger; an export that
joins charging_stations puts the charger's identity in its place. `created_at` is when the row was written.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from chargeboard.capture.formats.csv_rows import are_rows, rows
from chargeboard.capture.formats.reading import UNREADABLE, Found, LineError, LogNotes, framed, unread, why
from chargeboard.capture.formats.stamps import Stamps
from chargeboard.domain.frame import Frame

COLUMNS = frozenset({"station_id", "direction", "message_type", "message_id", "payload", "created_at"})
_EMPTY = msgspec.Raw(b"{}")


class _Row(msgspec.Struct):
    station_id: str
    direction: Literal["inbound", "outbound"]
    message_type: int
    message_id: str
    created_at: str
    payload: msgspec.Raw = _EMPTY
    action: str | None = None
    error_code: str | None = None
    error_description: str | None = None


def read(lines: Iterable[bytes], notes: LogNotes) -> Iterator[Found]:
    """The frames of such rows."""
    is_table, taken = are_rows(lines, notes, COLUMNS)
    yield from (_table if is_table else _objects)(taken, notes)


def _objects(lines: Iterable[bytes], notes: LogNotes) -> Iterator[Found]:
    decode = msgspec.json.Decoder(_Row).decode
    stamps = Stamps(notes)
    for number, line in enumerate(lines, 1):
        try:
            yield _frame(decode(line), stamps)
        except UNREADABLE as error:
            if line.strip():
                yield notes.reject(number, why(error), line)


def _table(lines: Iterable[bytes], notes: LogNotes) -> Iterator[Found]:
    stamps = Stamps(notes)
    wanted = _Row.__struct_fields__
    for line, cells, text in rows(lines, notes, COLUMNS, wanted):
        if not cells:
            if rejected := unread(notes, line, text):
                yield rejected
            continue
        said: dict[str, object] = {name: cell for name, cell in zip(wanted, cells, strict=True) if cell}
        said["payload"] = msgspec.Raw(str(said.get("payload", "{}")).encode())
        try:
            yield _frame(msgspec.convert(said, _Row, strict=False), stamps)
        except UNREADABLE as error:
            yield notes.reject(line, why(error), text)


def _frame(row: _Row, stamps: Stamps) -> Frame:
    about = (row.error_code, row.error_description)
    text = text_of(row.message_type, row.message_id, row.action, row.payload, *about)
    direction: Literal["in", "out"] = "in" if row.direction == "inbound" else "out"
    return Frame(row.station_id, stamps.read(row.created_at), direction, text)


def text_of(
    kind: int, message_id: str, action: str | None, payload: msgspec.Raw, code: str | None, told: str | None
) -> str:
    """
    The frame that a row holds the parts of.

    Raises: LineError, and whatever else is UNREADABLE.
    """
    payload = _payload_of(payload)
    match kind:
        case 2 | 6:
            return framed(kind, message_id, action or "", payload)
        case 3:
            return framed(3, message_id, payload)
        case 4 | 5:
            return framed(kind, message_id, code or "", told or "", payload)
        case _:
            raise LineError("kind_unknown", kind=kind)


def _payload_of(payload: msgspec.Raw) -> msgspec.Raw:
    """The payload; some rows hold it as JSON in a JSON string, failed ones not at all."""
    raw = bytes(payload)
    if raw[:1] == b'"':
        raw = msgspec.json.decode(raw, type=str).encode()
    msgspec.json.decode(raw)
    return _EMPTY if raw == b"null" else msgspec.Raw(raw)
