"""
Home Assistant's log of its OCPP integration: `2024-04-03 17:06:25.709 INFO (MainThread) [ocpp] ID: receive
message|send [...]`, in local time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from chargeboard.capture.formats.reading import Found, Source
from chargeboard.capture.formats.text_log import Grammar, read_log

_STAMP = r"(?P<stamp>\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d(?:[.,]\d+)?)"

GRAMMAR = Grammar(
    message=re.compile(
        _STAMP + r"\s+\w+\s+(?:\([^)]*\)\s+)?\[ocpp[^\]]*\]\s+(?P<station>.*?):\s+"
        r"(?P<verb>receive message|send)\s+(?P<text>.*)"
    ),
    begins=re.compile(r"^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d"),
    about=re.compile(r"\[ocpp\S*\]\s.*(?:receive message|: send) "),
    stamp=("%Y-%m-%d %H:%M:%S.%f", "%Y-%m-%d %H:%M:%S"),
    verbs={
        "receive message": "in",
        "send": "out",
        "connected": "open",
        "reconnected": "open",
        "disconnected": "close",
    },
    links=re.compile(
        _STAMP + r".*\[custom_components\.ocpp\S*\]\s+Charger (?P<station>\S+) "
        r"(?P<verb>connected|reconnected|disconnected) (?:to|from) "
    ),
)


def read(lines: Iterable[bytes], source: Source) -> Iterator[Found]:
    """The frames of a Home Assistant log."""
    return read_log(GRAMMAR, lines, source)
