"""
Which log formats are read, and which one is this?

One module a format; `detect` tells by content.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from chargeboard.capture.formats import (
    debugkit,
    evcc,
    homeassistant,
    kwwhat,
    own,
    recorded,
    steve,
    trace,
)
from chargeboard.capture.formats.reading import Reader

FORMATS: dict[str, Reader] = {
    "jsonl": own.read,
    "trace": trace.read,
    "debugkit": debugkit.read,
    "kwwhat": kwwhat.read,
    "recorded": recorded.read,
    "steve": steve.read,
    "evcc": evcc.read,
    "homeassistant": homeassistant.read,
}

_KEYS = (
    ("jsonl", {"received_at", "frame"}),
    ("trace", {"messageType", "timestamp"}),
    ("recorded", {"ts", "dir", "frame"}),
    ("debugkit", {"trace"}),
    ("debugkit", {"events"}),
)
_LOGS = (("steve", steve.GRAMMAR), ("evcc", evcc.GRAMMAR), ("homeassistant", homeassistant.GRAMMAR))


def detect(head: Sequence[bytes]) -> str | None:
    """The format that the first lines of a log are written in; None where no line tells."""
    for line in head:
        if found := _format_of(line.decode("utf-8", "replace").strip()):
            return found
    whole = b"\n".join(head)
    if whole.lstrip()[:1] == b"{" and (b'"events"' in whole or b'"trace"' in whole):
        return "debugkit"  # a document printed over many lines
    return None


def _format_of(line: str) -> str | None:
    if line[:1] == "{":
        try:
            keys = msgspec.json.decode(line, type=dict[str, msgspec.Raw]).keys()
        except (msgspec.DecodeError, ValueError):
            return None
        return next((name for name, needed in _KEYS if keys >= needed), None)
    columns = {column.strip(' "').lower() for column in line.split(",")}
    if columns >= {"timestamp", "msg"}:
        return "kwwhat"
    return next((name for name, grammar in _LOGS if grammar.message.search(line)), None)
