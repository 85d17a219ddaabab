"""
evcc's log: `[ocpp  ] TRACE 2026/07/22 16:51:37 recv|send ID: [...]`, in local time to the second, often
behind a journald prefix. Until mid-2024 it wrote `received JSON message from ID:` and `sent JSON message to
ID:`, for a while `sent ID:`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from chargeboard.capture.formats.reading import Found, LogNotes
from chargeboard.capture.formats.text_log import Grammar, read_log

_HEAD = (
    r"\[ocpp[^\]]*\]\s+(?:TRACE|DEBUG|INFO|WARN)\s+(?P<stamp>\d{4}/\d\d/\d\d\s+\d\d:\d\d:\d\d(?:\.\d+)?)\s+"
)
_VERBS = r"recv|send|sent|received JSON message from|sent JSON message to"

GRAMMAR = Grammar(
    message=re.compile(_HEAD + rf"(?P<verb>{_VERBS})\s+(?P<station>[^\s\[]*?):?\s*(?P<text>\[.*)"),
    begins=re.compile(r"\[[^\]]+\]\s+(?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\s+\d{4}/\d\d/\d\d"),
    about=re.compile(rf"\[ocpp[^\]]*\]\s+\w+\s+\S+\s+\S+\s+(?:{_VERBS})\s"),
    verbs={
        "recv": "in",
        "received json message from": "in",
        "send": "out",
        "sent": "out",
        "sent json message to": "out",
        "connected": "open",
        "disconnected": "close",
    },
    links=re.compile(
        _HEAD + r"(?:unknown )?charge point (?P<verb>connected|disconnected)"
        r"(?:, (?:registering|unknown))?: (?P<station>\S+)"
    ),
)


def read(lines: Iterable[bytes], notes: LogNotes) -> Iterator[Found]:
    """The frames of an evcc log."""
    return read_log(GRAMMAR, lines, notes)
