"""
Logs of a recording CSMS: `{"ts", "cp", "proto", "dir": "open|recv|send|close", "frame"}`.

A link has no name of its own there; it is called after the instant it was opened at.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal

import msgspec

from chargeboard.capture.formats.reading import UNREADABLE, Found, LogNotes, closed, opened, protocol_of, why
from chargeboard.capture.formats.stamps import Stamps
from chargeboard.domain.frame import Frame


class _Line(msgspec.Struct, gc=False):
    ts: str
    cp: str
    dir: Literal["open", "recv", "send", "close"]
    frame: str = ""
    proto: str | None = None


def read(lines: Iterable[bytes], notes: LogNotes) -> Iterator[Found]:
    """The frames of a recording."""
    decode = msgspec.json.Decoder(_Line).decode
    stamps = Stamps(notes)
    links = notes.links
    for number, line in enumerate(lines, 1):
        try:
            said = decode(line)
            at = stamps.read(said.ts)
        except UNREADABLE as error:
            if line.strip():
                yield notes.reject(number, why(error), line)
            continue
        protocol = protocol_of(said.proto)
        match said.dir:
            case "open":
                links[said.cp] = said.ts
                yield opened(said.cp, at, said.ts, protocol)
            case "close":
                yield closed(said.cp, at, links.pop(said.cp, ""), protocol)
            case "recv":
                yield Frame(said.cp, at, "in", said.frame, links.get(said.cp, ""), protocol)
            case "send":
                yield Frame(said.cp, at, "out", said.frame, links.get(said.cp, ""), protocol)
