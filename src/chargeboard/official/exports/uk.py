"""
The UK's regulation 7 by the fields of operators' public templates: the charge points of a calendar year.

Uptime = (M - downtime - exempt) / (M - exempt) in minutes, M those of the year (monta.com, export of the
uptime report, read 2026-11-28). A figure of many is that of their mean minutes, so a ratio of sums. Here each
socket is a charge point, and M its own minutes: since it is observed, of months that are over.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from chargeboard.official.uptime.rules import uk
from chargeboard.official.uptime.sums import Sums, added, uptime_pct
from chargeboard.time.instants import MINUTE, Micros

HEADS: Final = (
    "year",
    "charge_point",
    "socket",
    "rated_kw",
    "months",
    "in_network",
    "minutes",
    "downtime_minutes",
    "exempt_minutes",
    "uptime_pct",
)
NETWORK: Final = "network"


class UkPoint(msgspec.Struct, frozen=True, kw_only=True):
    """What a socket's months of a year come to by the template's rule."""

    charger: str
    socket: int
    rated_kw: float | None
    months: int
    sums: Sums

    @property
    def is_of_network(self) -> bool:
        """Whether the regulation speaks of it: its rated power is not known to be too little."""
        least = uk.RULE.least_kw
        return self.rated_kw is None or least is None or self.rated_kw >= least


def added_up(points: Iterable[UkPoint]) -> list[UkPoint]:
    """The months of each socket as one, in order."""
    found: dict[tuple[str, int], UkPoint] = {}
    for one in points:
        so_far = found.get((one.charger, one.socket))
        found[one.charger, one.socket] = (
            one
            if so_far is None
            else msgspec.structs.replace(
                so_far, months=so_far.months + one.months, sums=so_far.sums + one.sums
            )
        )
    return [found[key] for key in sorted(found)]


def rows(year: int, points: Iterable[UkPoint]) -> Iterator[list[object]]:
    """A row for each charge point, and one of those that make the network: their mean minutes."""
    of_network: list[Sums] = []
    for one in points:
        if one.is_of_network:
            of_network.append(one.sums)
        named = [one.charger, one.socket, "" if one.rated_kw is None else one.rated_kw, one.months]
        yield [year, *named, str(one.is_of_network).lower(), *_numbers(one.sums, 1)]
    if of_network:
        whole = added(of_network)
        yield [year, NETWORK, "", "", "", len(of_network), *_numbers(whole, len(of_network))]


def _numbers(sums: Sums, count: int) -> list[object]:
    pct = uptime_pct(sums)
    lengths = [sums.measured + sums.exempt, sums.down, sums.exempt]
    return [*(_minutes(length, count) for length in lengths), "" if pct is None else pct]


def _minutes(length: Micros, count: int) -> float:
    return length / MINUTE / count
