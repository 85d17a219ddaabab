"""
What is there to try chargeboard with?

The log of a charger of its own, as a management system on the PyPI package `ocpp` writes it: in clear, so
that an import has something to hide. And a charger that connects, where one driver charges after the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from itertools import count, takewhile
from random import Random

from msgspec.structs import replace

from chargeboard.demo import v16
from chargeboard.demo.frames import station_frames
from chargeboard.demo.line import Call, Line, Outage, heard
from chargeboard.demo.stories import tell
from chargeboard.demo.town import TOWN, Place
from chargeboard.demo.visits import visit_of
from chargeboard.domain.frame import Frame
from chargeboard.time.instants import HOUR, NEVER, SECOND, Instant, instant_of, text_of

SAMPLE = "HAFEN-2"
SIMULATED = "SIM-1"
_VERBS = {"in": "receive message", "out": "send"}
_METER_SINCE = instant_of(datetime(2026, 1, 1, tzinfo=UTC))
_AFTER_S = 4
_STAYS_S = 600
_DRIVES_OFF_S = 60


def sample_log(now: Instant, seed: int = 1) -> Iterator[str]:
    """The lines of ten days up to now."""
    place = replace(_like("LIN-DC-4"), id=SAMPLE, days=10)
    frames = station_frames(place, now, seed)
    for frame in takewhile(lambda frame: frame.received_at <= now, frames):
        if frame.direction in _VERBS:
            stamp = text_of(frame.received_at - frame.received_at % 1000)
            yield f"{stamp} INFO ocpp {place.id}: {_VERBS[frame.direction]} {frame.text}\n"


def simulated(station: str, now: Instant) -> Iterator[Frame]:
    """What a charger says that is switched on now; a car comes at once. Without end."""
    place = replace(_like("LIN-DC-4"), id=station, sockets=1, sample_s=20, moments=(), cuts=())
    rng = Random(f"{station} {now}")
    line = Line(place, rng, v16.identity)
    return heard(line, _calls(place, rng, now), iter([Outage(NEVER, NEVER, "closed")]), now)


def _calls(place: Place, rng: Random, since: Instant) -> Iterator[Call]:
    voice = v16.Voice(place, 1, rng, count(1))
    # a meter goes on where it was left, however often the charger is switched on
    voice.register_wh = (since - _METER_SINCE) / HOUR * place.socket_kw * 1000
    yield from voice.free(since + SECOND)
    arrives = since + _AFTER_S * SECOND
    while True:
        visit = visit_of(place, rng, "charge", arrives, _STAYS_S)
        yield from tell(visit, voice)
        arrives = visit.leaves + _DRIVES_OFF_S * SECOND


def _like(station: str) -> Place:
    return next(place for place in TOWN if place.id == station)
