"""What do some local days of a charger come to, in numbers that add up?"""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

import msgspec

from chargeboard.time.instants import Instant, Micros

MICRO: Final = 1_000_000


class Totals(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """
    Sums over complete days; those of parts add up to those of the whole, exactly.

    Source: definitions 2.2-2.4, 2.7, 2.8.
    """

    days: int = 0
    """Those of which anything is known."""
    attempts: int = 0
    successes: int = 0
    sessions: int = 0
    """Completed ones, by the day on which they ended."""
    energy_uwh: int = 0
    """Millionths of a Wh: whole numbers, so that a sum never depends on its order."""
    in_use_us: Micros = 0
    available_us: Micros = 0
    """What utilization is told of."""
    up_us: Micros = 0
    """Known time less outages that nothing excuses, by NEVI's rule (indicative)."""
    timed_us: Micros = 0
    """Observed time that is not unknown, of days on which somebody tells of lost contact."""
    errors: int = 0
    """Those that began, by the day of their first report."""
    unsettled: int = 0
    """Days that a session which is still open may change."""

    def __add__(self, other: Totals) -> Totals:
        return Totals(*(one + more for one, more in zip(_numbers(self), _numbers(other), strict=True)))

    def __sub__(self, other: Totals) -> Totals:
        return Totals(*(one - less for one, less in zip(_numbers(self), _numbers(other), strict=True)))

    @property
    def energy_wh(self) -> float:
        """Energy in Wh."""
        return self.energy_uwh / MICRO


class DayTotals(msgspec.Struct, frozen=True):
    """Those of one local day."""

    on: date
    totals: Totals


def _numbers(totals: Totals) -> tuple[int, ...]:
    return msgspec.structs.astuple(totals)


def summed(many: list[Totals]) -> Totals:
    """Of all of them together."""
    return Totals(*map(sum, zip(*map(_numbers, many), strict=True))) if many else Totals()


class Kind(msgspec.Struct, frozen=True):
    """What a charger told that it is; empty is not known."""

    maker: str = ""
    model: str = ""
    firmware: str = ""


class KindSince(msgspec.Struct, frozen=True):
    """From when on, and from which local day, a charger was of a kind."""

    at: Instant
    on: date
    kind: Kind


class Cohort(NamedTuple):
    """What days of some chargers come to, while they were of a kind; what is not told apart is empty."""

    group: str
    """The site, protocol or tag."""
    kind: Kind
    chargers: int
    totals: Totals
