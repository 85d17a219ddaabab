"""
How often did drivers who came to a site get what they came for, by kwwhat's visits?

Figures by our reading of the rule, to be checked by who reports them.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from chargeboard.domain.figures.measures import Number
from chargeboard.domain.figures.official import OfficialRate
from chargeboard.time.instants import Instant


class VisitOfChargers(msgspec.Struct, kw_only=True):
    """Tries of one card at several chargers that are one visit."""

    from_: Instant = msgspec.field(name="from")
    to: Instant
    seconds: Number
    chargers: list[str]
    """In the order in which they were tried."""
    attempts: int
    succeeded: bool
    """The last of them did."""


class SiteVisits(msgspec.Struct, kw_only=True):
    """A month of the chargers of a site. Indicative: our reading."""

    site: str
    month: str
    """`2026-10`, by the zone of the site's first charger."""
    timezone: str
    partial: bool
    """The month is not over."""
    chargers: list[str]
    attempts: int
    visits: OfficialRate
    """Over the chargers of the site."""
    of_each: OfficialRate
    """The sum of those that are counted charger by charger."""
    total: int
    """So many visits touched several chargers; of very many the first are told."""
    of_several: list[VisitOfChargers]
    address: str
    read_on: dt.date
