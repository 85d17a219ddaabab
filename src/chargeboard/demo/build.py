"""How does the made-up town get onto the page?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from threading import Event
from typing import Protocol

from chargeboard.demo.frames import told
from chargeboard.demo.town import TOWN
from chargeboard.domain.frame import Frame
from chargeboard.domain.instants import Instant
from chargeboard.domain.records import Charger

_BATCH = 5000


class Desk(Protocol):
    """Takes frames in and brings a station's conclusions up to date, as for any other source."""

    def take(self, frames: Sequence[Frame], /) -> object: ...

    def refresh(self, station: str, /) -> object: ...


class Feed:
    """The town's frames, handed over as time passes."""

    def __init__(self, desk: Desk, now: Instant, seed: int) -> None:
        self._desk = desk
        self._told = told(now, seed)
        self._next = next(self._told)

    def until(self, now: Instant) -> int:
        """Hand over what was received up to now; says how many frames that were."""
        stations, handed = set[str](), 0
        told_by_now = self._up_to(now)
        while batch := list(islice(told_by_now, _BATCH)):
            self._desk.take(batch)
            stations.update(frame.station for frame in batch)
            handed += len(batch)
        for station in sorted(stations):
            self._desk.refresh(station)
        return handed

    def _up_to(self, now: Instant) -> Iterator[Frame]:
        while self._next.received_at <= now:
            yield self._next
            self._next = next(self._told)


def live(feed: Feed, clock: Callable[[], Instant], stop: Event, every_s: float = 3.0) -> None:
    """Let time pass in the town until `stop` is set; meant for a thread of its own."""
    while not stop.wait(every_s):
        feed.until(clock())


def build(desk: Desk, save_charger: Callable[[Charger], None], now: Instant, seed: int = 1) -> Feed:
    """
    Fill a fresh database with the town's history up to now.

    What it returns goes on from there; see `live`.
    """
    for place in TOWN:
        settings = {"timezone": place.timezone, "rated_kw": place.rated_kw}
        save_charger(Charger(id=place.id, name=place.name, site=place.site, settings=settings))
    feed = Feed(desk, now, seed)
    feed.until(now)
    return feed
