"""
SteVe's log: `[INFO ] 2026-06-17 05:46:33,026 de.rwth.idsg.steve.ocpp.ws.WebSocketLogger (thread) -
[chargeBoxId=X, sessionId=uuid] Received|Sending: [...]`.

Its times are UTC whatever the server's zone since 3.9; before, they were the server's local time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from chargeboard.capture.formats.reading import Found, LogNotes
from chargeboard.capture.formats.text_log import Grammar, read_log

GRAMMAR = Grammar(
    message=re.compile(
        r"(?P<stamp>\d{4}-\d\d-\d\d[\sT]+\d\d:\d\d:\d\d(?:[.,]\d+)?).*?"
        r"\[chargeBoxId=(?P<station>[^,\]]*),\s*sessionId=(?P<connection>[^\]]*)\]\s+"
        r"(?P<verb>Received|Sending|Connection is established|Connection is closed)(?::\s*|\b)(?P<text>.*)"
    ),
    begins=re.compile(r"^\S*\s*\[?(?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\s*\]?\s+\d{4}-\d\d-\d\d"),
    about=re.compile(r"chargeBoxId=[^\]]*\]\s+(?:Received:|Sending:|Connection is)"),
    verbs={
        "received": "in",
        "sending": "out",
        "connection is established": "open",
        "connection is closed": "close",
    },
    is_utc=True,
)


def read(lines: Iterable[bytes], notes: LogNotes) -> Iterator[Found]:
    """The frames of a SteVe log."""
    return read_log(GRAMMAR, lines, notes)
