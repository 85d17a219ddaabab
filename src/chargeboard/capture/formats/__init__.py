"""
Which log formats are read, and which one is this?

One module a format; `detect` tells by content.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import msgspec

from chargeboard.capture.formats.csv_rows import is_heading
from chargeboard.capture.formats.reading import UNREADABLE, Reader
from chargeboard.capture.formats.systems import (
    citrineos,
    debugkit,
    evcc,
    everest,
    evtivity,
    homeassistant,
    kwwhat,
    libocpp,
    libocpp_html,
    maeve,
    ocpp_proxy,
    own,
    plain,
    python_ocpp,
    recorded,
    steve,
    trace,
    two_way_proxy,
    without_content,
)
from chargeboard.capture.formats.text_log import at_head, numbered

FORMATS: dict[str, Reader] = {
    "jsonl": own.read,
    "trace": trace.read,
    "debugkit": debugkit.read,
    "kwwhat": kwwhat.read,
    "recorded": recorded.read,
    "steve": steve.read,
    "evcc": evcc.read,
    "homeassistant": homeassistant.read,
    "python-ocpp": python_ocpp.read,
    "libocpp": libocpp.read,
    "libocpp-html": libocpp_html.read,
    "everest": everest.read,
    "ocpp-2w-proxy": two_way_proxy.read,
    "ocpp-proxy": ocpp_proxy.read,
    "maeve": maeve.read,
    "citrineos": citrineos.read,
    "evtivity": evtivity.read,
    "joulo": without_content.read_joulo,
    "wocha": without_content.read_wocha,
    "plain": plain.read,
}

_KEYS = (
    ("jsonl", {"received_at", "frame"}),
    ("trace", {"messageType", "timestamp"}),
    ("recorded", {"ts", "dir", "frame"}),
    ("debugkit", {"trace"}),
    ("debugkit", {"events"}),
    ("ocpp-proxy", {"timestamp", "message_type", "payload"}),
    ("citrineos", {"stationId", "origin", "message"}),
    ("citrineos", {"stationId", "event"}),
    ("evtivity", {"station_id", "direction", "message_type", "message_id"}),
)
_HEADINGS = (
    ("citrineos", citrineos.COLUMNS),
    ("evtivity", evtivity.COLUMNS),
    ("kwwhat", kwwhat.COLUMNS),
)
_LOGS: tuple[tuple[str, Callable[[str], object]], ...] = (
    ("steve", steve.GRAMMAR.finds),
    ("evcc", evcc.GRAMMAR.finds),
    ("homeassistant", homeassistant.GRAMMAR.finds),
    ("libocpp", libocpp.GRAMMAR.finds),
    ("libocpp-html", partial(at_head, libocpp_html.BEGINS)),
    ("everest", everest.GRAMMAR.finds),
    ("ocpp-2w-proxy", partial(at_head, two_way_proxy.LINE)),
    ("ocpp-proxy", ocpp_proxy.LINE.match),
    ("maeve", maeve.LINE.match),
    ("wocha", without_content.WOCHA.search),
    ("python-ocpp", python_ocpp.GRAMMAR.message.match),
)


def detect(head: Sequence[bytes]) -> str | None:
    """The format that the first lines of a log are written in; None where no line tells."""
    for line in numbered(head):
        if found := _format_of(line.text.strip()):
            return found
    whole = b"\n".join(head)
    if whole.lstrip()[:1] == b"{" and (b'"events"' in whole or b'"trace"' in whole):
        return "debugkit"  # a document printed over many lines
    return "plain" if any(plain.LINE.match(line.text) for line in numbered(head)) else None


def _format_of(line: str) -> str | None:
    if line[:1] == "{":
        if without_content.JOULO.search(line):
            return "joulo"
        try:
            keys = msgspec.json.decode(line, type=dict[str, msgspec.Raw]).keys()
        except UNREADABLE:
            return None
        return next((name for name, needed in _KEYS if keys >= needed), None)
    for name, needed in _HEADINGS:
        if is_heading(line, needed):
            return name
    return next((name for name, tells in _LOGS if tells(line)), None)
