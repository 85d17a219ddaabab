"""
Proxies whose logs name messages and hold none: nothing can be computed from them, and that is said.

joulo: `{"time": ..., "tag": ID, "msg": "charger → proxy", "message": "[CALL] Heartbeat (m1)"}`.
WoCha-FR: `2026-06-01 10:00:00:000 info [Router] [ID] CALL from client (m1) → routing to ALL servers`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from chargeboard.capture.formats.reading import Found, LogNotes, because, unread
from chargeboard.capture.formats.text_log import numbered

JOULO = re.compile(
    r'"msg"\s*:\s*"[^"]* → [^"]*".*"message"\s*:\s*"\[(?:CALL|RESULT|ERROR|CALLRESULT|CALLERROR)\]'
)
WOCHA = re.compile(r"\[Router\]\s+\[[^\]]+\]\s+CALL\S* from ")


def read_joulo(lines: Iterable[bytes], notes: LogNotes) -> Iterator[Found]:
    """No frames: what its lines name is counted."""
    return _read(JOULO, "joulo", lines, notes)


def read_wocha(lines: Iterable[bytes], notes: LogNotes) -> Iterator[Found]:
    """No frames: what its lines name is counted."""
    return _read(WOCHA, "WoCha", lines, notes)


def _read(pattern: re.Pattern[str], name: str, lines: Iterable[bytes], notes: LogNotes) -> Iterator[Found]:
    for number, line in numbered(lines):
        if pattern.search(line):
            yield notes.reject(number, because("without_content", name=name), line)
        elif rejected := unread(notes, number, line):
            yield rejected
