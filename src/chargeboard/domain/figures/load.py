"""How much did a site or a charger draw, quarter by quarter, when most, and what did outages cost?"""

from __future__ import annotations

import msgspec

from chargeboard.domain.figures.evidence import Whose
from chargeboard.domain.figures.measures import DateSpan
from chargeboard.time.instants import Instant


class QuarterLoad(msgspec.Struct, kw_only=True):
    """
    A quarter of an hour, over all sockets.

    null: nothing is known of it.
    """

    start: Instant
    energy_wh: float | None
    """What flowed in it, by readings that are close to each other."""
    power_w: float | None
    """The mean of it: that energy by a quarter of an hour; null, too, while it is not over."""
    spread_wh: float
    """What more flowed between readings that are far apart, if it flowed evenly."""
    known_pct: float | None
    """Of the time of its sockets that was observed, in how much it is known what they drew."""


class ClockQuarter(msgspec.Struct, kw_only=True):
    """A quarter of the day, by the clock, over the days of the window."""

    clock: str
    """When it begins: 00:00 to 23:45."""
    quarters: int
    """Of how many something is known; one that comes twice is two."""
    mean_w: float | None
    most_w: float | None


class PeakSocket(msgspec.Struct, kw_only=True):
    """A socket that charged in the highest quarter."""

    charger: str
    name: str
    socket: int | None
    """null: none can be named."""
    power_w: float


class LoadPeak(msgspec.Struct, kw_only=True):
    """The quarter with the highest mean power; the first of several."""

    start: Instant
    power_w: float
    known_pct: float | None
    spread_wh: float
    sockets: list[PeakSocket]
    """Highest first; they add up to it."""


class LostEnergy(msgspec.Struct, kw_only=True):
    """What outages cost (G5)."""

    out_s: float
    """How long sockets were out of service."""
    unrated_s: float
    """In how much of that it is not known what they usually deliver."""
    lost_wh: float | None
    """What they usually deliver in the rest; null where none of it is known."""
    cost: float | None = None
    """At the price of a kWh; null where none is set."""


class ChargerLoad(msgspec.Struct, kw_only=True):
    """A charger's part."""

    id: str
    name: str
    energy_wh: float
    spread_wh: float
    peak_w: float | None
    peak_at: Instant | None
    lost: LostEnergy


class Load(msgspec.Struct, kw_only=True):
    """The load of the chargers of a site, or of one charger, over some local dates."""

    name: str
    """Of the site, or of the charger."""
    charger: Whose | None
    """Where it is that of one charger."""
    at: Instant
    timezone: str
    window: DateSpan
    energy_wh: float
    """Of all quarters, by readings that are close to each other."""
    spread_wh: float
    """What more flowed: with `energy_wh` the energy of the window."""
    known_pct: float | None
    full_quarters: int
    """In so many quarters that are over every socket was occupied throughout (G6)."""
    full_pct: float | None
    """Of those that are over and were observed."""
    peak: LoadPeak | None
    lost: LostEnergy
    price_per_kwh: float | None
    currency: str
    quarters: list[QuarterLoad]
    profile: list[ClockQuarter]
    chargers: list[ChargerLoad]
    """By name; their sums are those of the whole."""
