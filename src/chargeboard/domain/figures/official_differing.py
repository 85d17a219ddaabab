"""
Which chargers of a site, or of all, do two official rules count otherwise, on which time, and how long?

Figures by our reading of the rules, to be checked by who reports them.
"""

from __future__ import annotations

import msgspec

from chargeboard.domain.figures.measures import Number
from chargeboard.domain.figures.official import OfficialDifference
from chargeboard.time.instants import Instant


class DifferingTime(OfficialDifference, kw_only=True):
    """Some time of a charger that two rules count otherwise."""

    charger: str


class DifferingCharger(msgspec.Struct, kw_only=True):
    """A charger, and how much of its month two rules count otherwise."""

    charger: str
    name: str
    site: str
    timezone: str
    seconds: Number
    """Of its sockets, summed."""
    pieces: int


class NetworkDifferences(msgspec.Struct, kw_only=True):
    """
    All time of a month that two rules count otherwise, charger by charger, a page of them at a time.

    The chargers with most of it first, then those whose month is not added up yet.
    """

    site: str
    """Empty: all."""
    month: str
    """`2026-10`, of each charger by its own zone."""
    first: str
    second: str
    chargers: int
    """That both rules speak of."""
    left_out: int
    """Whose rated power is set, and is less than either rule wants."""
    known: int
    """Of so many the month is added up; `seconds` is theirs."""
    seconds: Number
    differing: int
    """So many of those that are known have such time, or are not known."""
    offset: int
    limit: int
    page: list[DifferingCharger]
    """A part of those."""
    total: int
    """So many pieces of time do the chargers of this page have; of very many the first are told."""
    differences: list[DifferingTime]
    """Of the chargers of this page, by time."""
    at: Instant
