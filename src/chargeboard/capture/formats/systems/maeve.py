"""
What MaEVe sends by MQTT: `cs/in|out/PROTOCOL/ID {"type": 2, "action": ..., "id": ..., "request": {}}`.

There is no time in it. Where the dump has none either, the time that the charger or the CSMS named last
stands in for it: outages and late deliveries cannot be told then.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from chargeboard.capture.formats.mqtt_topics import topic
from chargeboard.capture.formats.reading import UNREADABLE, Found, LogNotes, framed, protocol_of, unread, why
from chargeboard.capture.formats.stamps import Stamps
from chargeboard.capture.formats.text_log import numbered
from chargeboard.capture.formats.told_times import ToldTimes
from chargeboard.domain.frame import Frame

LINE = topic(r"(?P<prefix>\S*?)/(?P<way>in|out)/(?P<protocol>ocpp[\d.]+)/(?P<station>[^/\s]+)")
_EMPTY = msgspec.Raw(b"{}")


class _Message(msgspec.Struct):
    type: Literal[2, 3, 4]
    id: str
    action: str = ""
    request: msgspec.Raw = _EMPTY
    response: msgspec.Raw = _EMPTY
    error_code: str = ""
    error_description: str = ""


def read(lines: Iterable[bytes], notes: LogNotes) -> Iterator[Found]:
    """The frames of such a dump."""
    decode = msgspec.json.Decoder(_Message).decode
    stamps, times = Stamps(notes), ToldTimes(notes)
    for number, line in numbered(lines):
        found = LINE.match(line)
        if found is None:
            if rejected := unread(notes, number, line):
                yield rejected
            continue
        try:
            text = _text_of(decode(found["body"]))
            at = stamps.read(found["stamp"]) if found["stamp"] else 0
        except UNREADABLE as error:
            yield notes.reject(number, why(error), line)
            continue
        if found["stamp"]:
            yield _frame(found, text, at)
        else:
            yield from times.dated(number, _frame(found, text, 0))
    yield from times.rest()


def _frame(found: re.Match[str], text: str, at: int) -> Frame:
    direction: Literal["in", "out"] = "in" if found["way"] == "in" else "out"
    return Frame(found["station"], at, direction, text, "", protocol_of(found["protocol"]))


def _text_of(said: _Message) -> str:
    match said.type:
        case 2:
            return framed(2, said.id, said.action, said.request)
        case 3:
            return framed(3, said.id, said.response)
        case 4:
            return framed(4, said.id, said.error_code, said.error_description, _EMPTY)
