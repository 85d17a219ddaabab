"""
libocpp's (EVerest's) own message log: `2026-06-01T10:00:00.000Z: ChargePoint>CentralSystem BootNotification`
and the frame below it over many lines, or, in the raw log, on that line. UTC; it names no charger.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from chargeboard.capture.formats.reading import Found, LogNotes
from chargeboard.capture.formats.text_log import Grammar, read_log

_STAMP = r"(?P<stamp>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z): "

GRAMMAR = Grammar(
    message=re.compile(
        _STAMP + r"(?P<verb>ChargePoint|CentralSystem)>(?:ChargePoint|CentralSystem)\s+(?P<text>.*)"
    ),
    begins=re.compile(_STAMP + r"(?:ChargePoint|CentralSystem|SYS)>"),
    links=re.compile(_STAMP + r"SYS>\s*(?P<verb>Connected|Disconnected)\b"),
    verbs={"chargepoint": "in", "centralsystem": "out", "connected": "open", "disconnected": "close"},
    opens_below=True,
    without_content="head_without_frame",
)


def read(lines: Iterable[bytes], notes: LogNotes) -> Iterator[Found]:
    """The frames of such a log."""
    return read_log(GRAMMAR, lines, notes)
