"""
What damasiormoura's ocpp-proxy sends by MQTT: `ocpp/ID/charger|central_system/ACTION {"timestamp": ...,
"message_type": "Call", "payload": [2, ...]}`, as a dump with topics or the messages alone.

Without topics a message names no charger and no sender; its action tells the sender.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from chargeboard.capture.formats.mqtt_topics import topic
from chargeboard.capture.formats.reading import UNREADABLE, Found, LogNotes, because, frame_in, unread, why
from chargeboard.capture.formats.senders import Senders
from chargeboard.capture.formats.stamps import Stamps
from chargeboard.capture.formats.text_log import numbered
from chargeboard.domain.frame import Frame

LINE = topic(r"ocpp/(?P<station>[^/\s]+)/(?P<who>charger|central_system)/\S*")


class _Message(msgspec.Struct):
    timestamp: str
    message_type: Literal["Call", "CallResult", "CallError"]
    payload: msgspec.Raw


def read(lines: Iterable[bytes], notes: LogNotes) -> Iterator[Found]:
    """The frames of such a dump."""
    decode = msgspec.json.Decoder(_Message).decode
    stamps, senders = Stamps(notes), Senders(notes.asked)
    for number, line in numbered(lines):
        found = LINE.match(line)
        body = found["body"] if found else line
        if not body.lstrip().startswith("{"):
            if rejected := unread(notes, number, line):  # the proxy's own state
                yield rejected
            continue
        try:
            said = decode(body)
            at = stamps.read(said.timestamp)
        except UNREADABLE as error:
            yield notes.reject(number, why(error), line)
            continue
        station = found["station"] if found else notes.station
        text = frame_in(bytes(said.payload))
        if not station:
            yield notes.reject(number, because("unnamed"), line)
        elif found:
            yield Frame(station, at, "in" if found["who"] == "charger" else "out", text)
        else:
            yield Frame(station, at, senders.direction(station, text), text)
