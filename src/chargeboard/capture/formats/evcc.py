"""
evcc's log: `[ocpp  ] TRACE 2026/07/22 16:51:37 recv|send ID: [...]`, in local time to the second, often
behind a journald prefix.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from chargeboard.capture.formats.reading import Found, Source
from chargeboard.capture.formats.text_log import Grammar, read_log

_HEAD = (
    r"\[ocpp[^\]]*\]\s+(?:TRACE|DEBUG|INFO|WARN)\s+(?P<stamp>\d{4}/\d\d/\d\d\s+\d\d:\d\d:\d\d(?:\.\d+)?)\s+"
)

GRAMMAR = Grammar(
    message=re.compile(_HEAD + r"(?P<verb>recv|send)\s+(?P<station>[^\s:\[]*)(?:\s*:)?\s*(?P<text>\[.*)"),
    begins=re.compile(r"\[[^\]]+\]\s+(?:TRACE|DEBUG|INFO|WARN|ERROR|FATAL)\s+\d{4}/\d\d/\d\d"),
    about=re.compile(r"\[ocpp[^\]]*\]\s+\w+\s+\S+\s+\S+\s+(?:recv|send)\b"),
    stamp=("%Y/%m/%d %H:%M:%S", "%Y/%m/%d %H:%M:%S.%f"),
    verbs={"recv": "in", "send": "out", "connected": "open", "disconnected": "close"},
    links=re.compile(_HEAD + r"(?:unknown )?charge point (?P<verb>connected|disconnected): (?P<station>\S+)"),
)


def read(lines: Iterable[bytes], source: Source) -> Iterator[Found]:
    """The frames of an evcc log."""
    return read_log(GRAMMAR, lines, source)
