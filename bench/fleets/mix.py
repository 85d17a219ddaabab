"""Which chargers is a fleet made of? Twenty of six kinds, the same all day; others are copies."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from msgspec.structs import replace

from bench.fleets.moment import NOW
from chargeboard.demo import TOWN
from chargeboard.demo.frames import station_frames
from chargeboard.demo.town import Place
from chargeboard.domain.frame import Frame

_BY_ID = {place.id: place for place in TOWN}
_KINDS = {"LIN-HUB-1": 1, "LIN-DC-4": 3, "LIN-DC-11": 3, "LIN-AC-7": 5, "LIN-AC-9": 4, "TKU-AC-1": 4}
"""How many of twenty are like which charger of the demo's town."""


def places(days: int) -> list[Place]:
    """Each with so many complete days of history, and today's."""
    return [
        replace(_BY_ID[kind], id=f"{kind}-{number}", days=days)
        for kind, count in _KINDS.items()
        for number in range(count)
    ]


def frames_of(place: Place) -> Iterator[Frame]:
    """All that was said up to now."""
    return takewhile(lambda frame: frame.received_at <= NOW, station_frames(place, NOW, seed=1))


def in_words(days: int) -> str:
    """What the mix is, for a note."""
    visits = sum(place.visits_per_day for place in places(days)) / len(places(days))
    kinds = ", ".join(
        f"{count} like {kind} ({_BY_ID[kind].sockets} sockets, {_BY_ID[kind].visits_per_day:g} cars a day)"
        for kind, count in _KINDS.items()
    )
    return f"of 20: {kinds}; {visits:.1f} cars a day and charger on average"
