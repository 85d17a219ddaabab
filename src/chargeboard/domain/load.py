"""How much did a charger draw in each quarter of an hour of a local day, in numbers that add up?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final, NamedTuple

import msgspec

from chargeboard.domain.totals import MICRO
from chargeboard.time.instants import MINUTE, Micros

QUARTER: Final = 15 * MINUTE
UNNAMED: Final = 0
"""Stands for the socket where none can be named."""
Stretch = tuple[int, int, int]
"""The first quarter of the day, how many, and what is told of each of them."""


class SocketLoad(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """
    A socket on one local day; quarters are numbered from its midnight.

    Energy is in millionths of a Wh, so that sums never depend on their order, time in microseconds.
    """

    seen: list[Stretch] = []
    """How much of quarters it was observed."""
    energy: dict[int, int] = {}
    """What flowed between readings that are close to each other."""
    spread: dict[int, int] = {}
    """What flowed between others, evenly spread over the time between them."""
    vague: list[Stretch] = []
    """How much of quarters lies between such others."""
    unknown: list[Stretch] = []
    """How much of quarters it was not known what it did, or what it drew."""
    out: list[Stretch] = []
    """How much of quarters it was out of service: faulted, unavailable or without contact."""
    occupied: list[Stretch] = []
    """How much of quarters no other driver could plug in."""

    @property
    def energy_uwh(self) -> int:
        """All that flowed on the day."""
        return sum(self.energy.values()) + sum(self.spread.values())

    def then(self, later: SocketLoad) -> SocketLoad:
        """It, and what is told of quarters behind its own."""
        return SocketLoad(
            _then(self.seen, later.seen),
            {**self.energy, **later.energy},
            {**self.spread, **later.spread},
            _then(self.vague, later.vague),
            _then(self.unknown, later.unknown),
            _then(self.out, later.out),
            _then(self.occupied, later.occupied),
        )


class Loss(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What was lost to outages."""

    out_us: Micros = 0
    """How long sockets were out of service."""
    unrated_us: Micros = 0
    """In how much of that it is not known what they would have delivered."""
    lost_uwh: int = 0
    """What they usually deliver in the rest of it."""

    def __add__(self, other: Loss) -> Loss:
        return Loss(
            self.out_us + other.out_us, self.unrated_us + other.unrated_us, self.lost_uwh + other.lost_uwh
        )

    @property
    def lost_wh(self) -> float | None:
        """In Wh; None where something was out and of none of it is known what it would have delivered."""
        if self.out_us and self.unrated_us == self.out_us:
            return None
        return self.lost_uwh / MICRO


class DayLoad(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A charger on one local day. A socket that is not there was not observed."""

    on: date
    sockets: dict[int, SocketLoad] = {}
    loss: Loss = Loss()

    @property
    def energy_uwh(self) -> int:
        """All that flowed on the day."""
        return sum(socket.energy_uwh for socket in self.sockets.values())


class StoredLoad(NamedTuple):
    """One as it is stored: many that are what they were need not be opened."""

    on: date
    loss: Loss
    body: bytes

    def opened(self) -> DayLoad:
        """What it tells."""
        return DayLoad(self.on, _SOCKETS.decode(self.body), self.loss)


_SOCKETS: Final = msgspec.msgpack.Decoder(dict[int, SocketLoad])


def each(stretches: Iterable[Stretch]) -> Iterator[tuple[int, int]]:
    """Each quarter and what is told of it."""
    for first, number, value in stretches:
        for quarter in range(first, first + number):
            yield quarter, value


def stretches_of(values: dict[int, int]) -> list[Stretch]:
    """Quarters by number; equal neighbours are one stretch, and those of nothing none."""
    found: list[Stretch] = []
    for quarter, value in sorted(values.items()):
        if not value:
            continue
        if found and found[-1][0] + found[-1][1] == quarter and found[-1][2] == value:
            found[-1] = (found[-1][0], found[-1][1] + 1, value)
        else:
            found.append((quarter, 1, value))
    return found


def _then(before: list[Stretch], later: list[Stretch]) -> list[Stretch]:
    if not before or not later:
        return before or later
    (first, number, value), (seam, more, next_value) = before[-1], later[0]
    if first + number != seam or value != next_value:
        return before + later
    return [*before[:-1], (first, number + more, value), *later[1:]]
