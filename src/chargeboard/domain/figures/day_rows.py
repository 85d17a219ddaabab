"""Which figures of each day stand on a board?"""

from __future__ import annotations

import datetime as dt

import msgspec

from chargeboard.domain.codes import (
    Outcome,
)
from chargeboard.domain.figures.measures import Number


class UtilizationDay(msgspec.Struct, kw_only=True):
    """
    In use against available seconds, summed over the sockets (2.2).

    `pct` says nothing where `coverage_pct` is 0: the page shows a dash.
    """

    date: dt.date
    in_use_s: Number
    available_s: Number
    pct: float | None
    coverage_pct: float | None
    partial: bool
    incomplete: bool = False
    """Coverage below 90 % (T7)."""
    revised: bool = False
    charging_s: Number = 0
    suspended_s: Number = 0
    occupied_s: Number = 0
    """In use plus preparing and finishing."""
    capacity_factor_pct: float | None = None

    @property
    def known_pct(self) -> float | None:
        """The utilization of a day of which something is known."""
        return self.pct if self.coverage_pct or self.in_use_s else None


class SuccessDay(msgspec.Struct, kw_only=True):
    """Successes against attempts, by the local date of the attempt's first signal (2.3)."""

    date: dt.date
    attempts: int
    successes: int
    pct: float | None
    failures: dict[Outcome, int]
    partial: bool = False
    revised: bool = False
    pending: int = 0
    charger_pct: float | None = None
    """Successes of `charger_attempts`."""
    charger_attempts: int = 0
    """Attempts without the failures that are the driver's or the operator's."""


class UptimeDay(msgspec.Struct, kw_only=True):
    """Indicative uptime by three rules (2.8)."""

    date: dt.date
    total_s: Number
    outage_s: Number
    excluded_s: Number
    nevi_pct: float | None
    uk_reg7_pct: float | None
    uk_template_pct: float | None
    partial: bool = False
    revised: bool = False
    by_socket: dict[int, UptimeSocket] = {}


class UptimeSocket(msgspec.Struct, kw_only=True):
    """Uptime of one socket on one local day."""

    total_s: Number
    outage_s: Number
    excluded_s: Number
    nevi_pct: float | None
    uk_reg7_pct: float | None
    uk_template_pct: float | None


class Headline(msgspec.Struct, kw_only=True):
    """
    A ratio over the complete days of the window: numerator, denominator, percent.

    Of time of which nothing is known (`coverage_pct` 0) there is no percentage.
    """

    numerator: Number
    denominator: Number
    pct: float | None
    days: int
    coverage_pct: float | None = None
    observed_days: int | None = None
    """On how many of the days anything is known; null: that is not told."""
