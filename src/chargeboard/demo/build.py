"""
How does the made-up town get onto the page?

At once by its last days, as if the chargers had been heard of since then only; the weeks before follow. A
charger gets all of them in one step, so that nobody ever sees a figure of half a history.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import islice
from typing import Protocol

import msgspec

from chargeboard.demo.frames import station_frames, told
from chargeboard.demo.newest import Newest
from chargeboard.demo.town import TOWN, Place
from chargeboard.domain.figures.impairment import Filling
from chargeboard.domain.frame import Frame
from chargeboard.domain.records import Charger
from chargeboard.domain.sites import Site
from chargeboard.time.instants import HOUR, Instant

SHOWN_FIRST = 48 * HOUR
_BATCH = 5000


class Taker(Protocol):
    """Takes frames in and brings a station's conclusions up to date, as for any other source."""

    def take(self, frames: Sequence[Frame], /) -> object: ...

    def refresh(self, station: str, /) -> object: ...

    def together(self) -> AbstractContextManager[object]:
        """What is done inside is seen all at once, or never was."""


class Feed:
    """The town's frames, handed over as time passes, and as those of real chargers are: without secrets."""

    def __init__(
        self, now: Instant, redact: Callable[[str], str], seed: int = 1, town: Sequence[Place] = TOWN
    ) -> None:
        self.told_until = now
        """What happened by then was handed over; what comes after it is told by the chargers themselves."""
        self._start, self._seed, self._redact, self._town = now, seed, redact, town
        self._lines: dict[str, Frame] = {}
        self._older: dict[str, int] = {}
        self._told = told(now, seed, town)
        self._next = next(self._told)

    def begin(self, taker: Taker) -> None:
        """Hand over what the town's chargers said in the last days."""
        newest = defaultdict[str, Newest](lambda: Newest(self._start - SHOWN_FIRST))
        for frame in self._up_to(self._start):
            newest[frame.station].hear(frame)
        for station, heard in newest.items():
            self._take(taker, heard.frames)
            taker.refresh(station)
            self._older[station] = heard.older

    def fill(self, taker: Taker) -> Iterator[Filling]:
        """Hand over what was before that, a charger with each step; tells how far that is."""
        waiting = [place for place in self._town if self._older.get(place.id)]
        whole = [place.name for place in self._town if place not in waiting]
        while waiting:
            yield Filling(whole=tuple(whole), waiting=tuple(place.name for place in waiting))
            place = waiting.pop(0)
            with taker.together():
                history = station_frames(place, self._start, self._seed)
                self._take(taker, islice(history, self._older.pop(place.id)))
                taker.refresh(place.id)
            whole.append(place.name)

    def until(self, taker: Taker, now: Instant) -> int:
        """Hand over what was received up to now; says how many frames that were."""
        stations = set[str]()

        def noted() -> Iterator[Frame]:
            for frame in self._up_to(now):
                stations.add(frame.station)
                yield frame

        handed = self._take(taker, noted())
        for station in sorted(stations):
            taker.refresh(station)
        self.told_until = now
        return handed

    def hang_up(self, taker: Taker, now: Instant) -> dict[str, Frame]:
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
        taker.take(ends)
        return lines

    def rest(self) -> Iterator[Frame]:
        """What the town's chargers say from now on, in clear and without end."""
        yield self._next
        yield from self._told

    def _take(self, taker: Taker, frames: Iterable[Frame]) -> int:
        handed, ahead = 0, iter(frames)
        while batch := [self._guarded(frame) for frame in islice(ahead, _BATCH)]:
            taker.take(batch)
            handed += len(batch)
        return handed

    def _guarded(self, frame: Frame) -> Frame:
        return msgspec.structs.replace(frame, text=self._redact(frame.text))

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


def name_town(save_charger: Callable[[Charger], None], save_site: Callable[[Site], None]) -> None:
    """Say where the town's chargers stand."""
    for place in TOWN:
        if place.coordinates is not None:
            save_site(Site(name=place.site, coordinates=place.coordinates))
        settings = {"timezone": place.timezone, "rated_kw": place.rated_kw}
        save_charger(Charger(id=place.id, name=place.name, site=place.site, settings=settings))
