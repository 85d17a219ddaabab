"""
The console of EVerest: `2026-06-01 10:00:00.000000 [INFO] ocpp:OCPP :: ChargePoint: [`, the frame over many
lines, in local time, perhaps with the system's journal before each. Without `console_detailed` it names only
actions. It names no charger.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from chargeboard.capture.formats.reading import Found, LogNotes
from chargeboard.capture.formats.stamps import STAMP
from chargeboard.capture.formats.text_log import Grammar, read_log

_JOURNAL = r"(?:\s+\S+\s+\S+\[\d+\]:)?"
"""Who wrote it, where the journal of the system stands before."""
_HEAD = rf"(?P<stamp>{STAMP}){_JOURNAL}\s+\[\w+\s*\]\s+ocpp\S*.*?::\s+"

GRAMMAR = Grammar(
    message=re.compile(_HEAD + r"(?P<verb>ChargePoint|CentralSystem):\s+(?P<text>.*)"),
    begins=re.compile(rf"{STAMP}{_JOURNAL}\s+\[\w+\s*\]\s"),
    links=re.compile(_HEAD + r"SYS:\s+(?P<verb>Connected|Disconnected)\b"),
    verbs={"chargepoint": "in", "centralsystem": "out", "connected": "open", "disconnected": "close"},
    without_content="everest_without_content",
)


def read(lines: Iterable[bytes], notes: LogNotes) -> Iterator[Found]:
    """The frames of such a console."""
    return read_log(GRAMMAR, lines, notes)
