"""How does the made-up town get onto the page?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Protocol

import msgspec

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
        self.begin = now
        self._lines: dict[str, Frame] = {}
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

    def hang_up(self, now: Instant) -> dict[str, Frame]:
        """
        End the connections of the invented history, and give the frames that opened them.

        From here on the chargers call in themselves.
        """
        lines = self._lines
        ends = [
            Frame(
                station, now, "ws", msgspec.json.encode(["close", line.connection]).decode(), line.connection
            )
            for station, line in lines.items()
        ]
        self._desk.take(ends)
        return lines

    def rest(self) -> Iterator[Frame]:
        """What the town tells from now on, without end."""
        yield self._next
        yield from self._told

    def _up_to(self, now: Instant) -> Iterator[Frame]:
        while self._next.received_at <= now:
            frame = self._next
            if frame.text.startswith('["open"'):
                self._lines[frame.station] = frame
            elif frame.text.startswith('["close"') and self._is_up(frame):
                del self._lines[frame.station]
            yield frame
            self._next = next(self._told)

    def _is_up(self, frame: Frame) -> bool:
        line = self._lines.get(frame.station)
        return line is not None and line.connection == frame.connection


def build(desk: Desk, save_charger: Callable[[Charger], None], now: Instant, seed: int = 1) -> Feed:
    """
    Fill a fresh database with the town's history up to now.

    What it returns goes on from there; see `call_in`.
    """
    for place in TOWN:
        settings = {"timezone": place.timezone, "rated_kw": place.rated_kw}
        save_charger(Charger(id=place.id, name=place.name, site=place.site, settings=settings))
    feed = Feed(desk, now, seed)
    feed.until(now)
    return feed
