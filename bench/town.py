"""Which frames is everything measured with? Those of the demo's town: invented, and the same every time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import takewhile
from pathlib import Path

import msgspec
from msgspec.structs import replace

from chargeboard.demo import TOWN
from chargeboard.demo.frames import told
from chargeboard.demo.town import Place
from chargeboard.domain.frame import Frame
from chargeboard.time.instants import Instant, text_of

NOW: Instant = 1_780_000_000_000_000
"""28 May 2026, 20:26:40 UTC, when the town's history ends."""

_BY_ID = {place.id: place for place in TOWN}
BUSY = replace(_BY_ID["LIN-HUB-1"], id="BUSY-1", visits_per_day=112, days=31)
"""Two sockets, about 45 sessions a day for 31 days, OCPP 1.6, a sample a minute."""

NEWER = _BY_ID["LIN-DC-11"]
"""One socket on OCPP 2.0.1."""


def history(*places: Place) -> list[Frame]:
    """All frames of these chargers up to now; of the whole town where none is named."""
    return _history(*(place.id for place in places or TOWN))


@cache
def _history(*ids: str) -> list[Frame]:
    town = [BUSY if name == BUSY.id else _BY_ID[name] for name in ids]
    return list(takewhile(lambda frame: frame.received_at <= NOW, told(NOW, town=town)))


def endless(*places: Place) -> Iterator[Frame]:
    """The frames of these chargers, up to now and on."""
    return told(NOW, town=places)


class _Line(msgspec.Struct, omit_defaults=True):
    received_at: str
    station: str
    direction: str
    frame: msgspec.Raw
    protocol: str = ""
    connection: str = ""


def write_jsonl(frames: Iterable[Frame], path: Path) -> Path:
    """The frames as chargeboard's own log."""
    with path.open("wb") as log:
        for one in frames:
            text = msgspec.Raw(one.text.encode())
            at = text_of(one.received_at)
            line = _Line(at, one.station, one.direction, text, one.protocol, one.connection)
            log.write(msgspec.json.encode(line) + b"\n")
    return path


def write_stamped(frames: Iterable[Frame], path: Path) -> Path:
    """The same messages as `time message` lines, which ocpp-lens reads; it knows no turns of a link."""
    with path.open("w") as log:
        log.writelines(f"{text_of(one.received_at)} {one.text}\n" for one in frames if one.direction != "ws")
    return path
