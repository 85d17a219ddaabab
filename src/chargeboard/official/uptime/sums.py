"""What does the time of a month come to, by a rule?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import msgspec

from chargeboard.metrics.days.utilization import ratio_pct
from chargeboard.official.uptime.counting import Counted
from chargeboard.official.uptime.rule import Count, UptimeRule
from chargeboard.time.instants import Micros
from chargeboard.time.series import Series


class Sums(msgspec.Struct, frozen=True, array_like=True):
    """Microseconds of sockets by how they count; adding them gives a charger's, a site's, a network's."""

    up: Micros = 0
    down: Micros = 0
    excluded: Micros = 0
    unwatched: Micros = 0
    exempt: Micros = 0
    beyond: Micros = 0
    """Of `down`: declared, but beyond what the rule takes."""

    def __add__(self, other: Sums) -> Sums:
        return Sums(
            self.up + other.up,
            self.down + other.down,
            self.excluded + other.excluded,
            self.unwatched + other.unwatched,
            self.exempt + other.exempt,
            self.beyond + other.beyond,
        )

    @property
    def outage(self) -> Micros:
        """Down, excused or not."""
        return self.down + self.excluded

    @property
    def measured(self) -> Micros:
        """What a figure is divided by."""
        return self.up + self.down + self.excluded + self.unwatched


NOTHING = Sums()


def sums_of(pieces: Series[Counted]) -> Sums:
    """Those of one socket."""
    held = pieces.held()
    by_count: Counter[Count] = Counter()
    beyond = 0
    for one, length in held.items():
        by_count[one.counts] += length
        if one.counts == Count.DOWN and one.by is not None:
            beyond += length
    return Sums(
        by_count[Count.UP],
        by_count[Count.DOWN],
        by_count[Count.EXCLUDED],
        by_count[Count.UNWATCHED],
        by_count[Count.EXEMPT],
        beyond,
    )


def added(some: Iterable[Sums]) -> Sums:
    """Their sum."""
    return sum(some, NOTHING)


def uptime_pct(sums: Sums) -> float | None:
    """
    (measured - down) / measured.

    Unit: percent; None where nothing is measured.
    """
    return ratio_pct(sums.measured - sums.down, sums.measured)


def year_pct(rule: UptimeRule, sums: Sums, sockets_of_a_year: int, sockets: int) -> float | None:
    """
    That of twelve months: where all sockets were there all the time, by the length that the rule fixes.

    `sockets_of_a_year` of the `sockets` were observed in all of it; where some were not, the time that there
    was is divided by.
    """
    if rule.year is None or not sockets or sockets_of_a_year < sockets:
        return uptime_pct(sums)
    whole = rule.year * sockets
    return ratio_pct(whole - sums.down, whole)
