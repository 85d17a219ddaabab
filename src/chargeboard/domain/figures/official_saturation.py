"""
On which days was a motorway site in France in full use for too long?

Figures by our reading of the rule, to be checked by who reports them.
"""

from __future__ import annotations

import datetime as dt

import msgspec

from chargeboard.domain.figures.measures import Number
from chargeboard.time.instants import Instant


class FullUse(msgspec.Struct, kw_only=True):
    """Some time of a day in which the site was in full use without a break."""

    from_: Instant = msgspec.field(name="from")
    to: Instant
    seconds: Number


class SaturatedDay(msgspec.Struct, kw_only=True):
    """A local day with more than three hours of full use on end."""

    date: dt.date
    full_use: list[FullUse]
    """Each of more than three hours."""


class SaturationFigures(msgspec.Struct, kw_only=True):
    """A month of a site's points of 75 kW and more. Indicative: our reading."""

    site: str
    month: str
    """`2026-10`, by the site's time zone."""
    timezone: str
    partial: bool
    """The month is not over."""
    chargers: list[str]
    """Whose rated power is set, and is so much."""
    points: int
    """Their sockets."""
    ends_at: int
    """So many free points end full use, for all that there are at the end of the month."""
    without_rated_kw: list[str]
    """Whose rated power is not set: they are not counted."""
    full_use_s: Number
    """In all of the month, long or not."""
    days: list[SaturatedDay]
    address: str
    read_on: dt.date
