"""
Home Assistant's log of its OCPP integration: `2024-04-03 17:06:25.709 INFO (MainThread) [ocpp] ID: receive
message|send [...]`, in local time.

Since 0.8 its lines about links name the charger twice, `Charger NAME:ID connected to ADDRESS`; it tells no
loss of a link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from chargeboard.capture.formats.reading import Found, LogNotes
from chargeboard.capture.formats.stamps import STAMP
from chargeboard.capture.formats.text_log import Grammar, read_log

GRAMMAR = Grammar(
    message=re.compile(
        rf"(?P<stamp>{STAMP})\s+\w+\s+(?:\([^)]*\)\s+)?\[ocpp[^\]]*\]\s+(?P<station>.*?):\s+"
        r"(?P<verb>receive message|send)\s+(?P<text>.*)"
    ),
    begins=re.compile(r"^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d"),
    about=re.compile(r"\[ocpp\S*\]\s.*(?:receive message|: send) "),
    verbs={
        "receive message": "in",
        "send": "out",
        "connected": "open",
        "reconnected": "open",
        "disconnected": "close",
    },
    links=re.compile(
        rf"(?P<stamp>{STAMP}).*\[custom_components\.ocpp\S*\]\s+Charger (?:[^\s:]*:)?(?P<station>\S+) "
        r"(?P<verb>connected|reconnected|disconnected) (?:to|from) "
    ),
)


def read(lines: Iterable[bytes], notes: LogNotes) -> Iterator[Found]:
    """The frames of a Home Assistant log."""
    return read_log(GRAMMAR, lines, notes)
