"""
chargeboard's own JSON lines.

`{"received_at", "station", "direction": "in|out|ws", "frame", "protocol"?, "connection"?}`; `frame` is the
OCPP-J array, or the received text as a string, or for `ws` `["open"|"close", connection, protocol?]`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

import msgspec

from chargeboard.capture.formats.reading import UNREADABLE, Found, LogNotes, because, protocol_of, why
from chargeboard.capture.formats.stamps import AheadError, Stamps
from chargeboard.domain.frame import Direction, Frame
from chargeboard.time.instants import datetime_of


class _Line(msgspec.Struct, gc=False, omit_defaults=True):
    received_at: datetime
    direction: Direction
    frame: msgspec.Raw
    station: str | None = None
    protocol: str | None = None
    connection: str | None = None


_ENCODE = msgspec.json.Encoder().encode


def line_of(frame: Frame) -> bytes:
    """A frame as a line of this format, its text exactly as it was."""
    text = frame.text.encode() if frame.direction == "ws" else _ENCODE(frame.text)
    line = _Line(
        received_at=datetime_of(frame.received_at),
        direction=frame.direction,
        frame=msgspec.Raw(text),
        station=frame.station,
        protocol=frame.protocol or None,
        connection=frame.connection or None,
    )
    return _ENCODE(line) + b"\n"


def read(lines: Iterable[bytes], notes: LogNotes) -> Iterator[Found]:
    """The frames of a log in chargeboard's own format."""
    decode = msgspec.json.Decoder(_Line).decode
    decode_text = msgspec.json.Decoder(str).decode
    instant = Stamps(notes).instant
    for number, line in enumerate(lines, 1):
        try:
            said = decode(line)
            raw = bytes(said.frame)
            text = decode_text(raw) if raw[:1] == b'"' else raw.decode()
            at = instant(said.received_at)
        except AheadError as error:
            yield msgspec.structs.replace(notes.reject(number, error.why, line), is_ahead=True)
            continue
        except (*UNREADABLE, OverflowError) as error:
            if line.strip():
                yield notes.reject(number, why(error), line)
            continue
        station = said.station or notes.station
        if not station:
            yield notes.reject(number, because("unnamed"), line)
        elif said.direction == "ws":
            yield _turn(said, station, at, text) or notes.reject(number, because("not_a_link_record"), line)
        else:
            yield Frame(
                station,
                at,
                said.direction,
                text,
                said.connection or "",
                protocol_of(said.protocol) if said.protocol else "",
            )


def _turn(said: _Line, station: str, at: int, text: str) -> Frame | None:
    try:
        kind, *about = msgspec.json.decode(text, type=list[str | int | None])
    except UNREADABLE:
        return None
    if kind not in {"open", "close", "gap", "ping", "pong"}:
        return None
    connection = said.connection or (str(about[0]) if about and about[0] is not None else "")
    protocol = said.protocol or (str(about[1]) if kind == "open" and len(about) > 1 else "")
    return Frame(station, at, "ws", text, connection if kind != "gap" else "", protocol_of(protocol))
