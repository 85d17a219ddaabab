"""Which figures are compared, and by what do two spans of days differ?"""

from __future__ import annotations

import datetime as dt

import msgspec

from chargeboard.domain.codes import Code
from chargeboard.domain.figures.measures import DateSpan, Number


class Compared(Code):
    """What is compared."""

    SUCCESS = "success"
    """Successes of attempts, in percent (2.3)."""
    SESSIONS = "sessions"
    """Completed sessions per day of which anything is known."""
    ENERGY = "energy"
    """Wh per such day."""
    UTILIZATION = "utilization"
    """Time in use of known time, in percent (2.2)."""
    UPTIME = "uptime"
    """Indicative, by NEVI's rule: known time without outage, in percent (2.8)."""
    ERRORS = "errors"
    """Errors that began, per 1,000 completed sessions (2.7)."""


class PeriodValue(msgspec.Struct, kw_only=True):
    """A figure of one period: a ratio of sums. null: nothing is known."""

    numerator: Number
    denominator: Number
    value: Number | None


class ComparedFigure(msgspec.Struct, kw_only=True):
    """A figure of both periods."""

    figure: Compared
    first: PeriodValue
    second: PeriodValue
    difference: Number | None
    """The second less the first, in the unit of the figure."""
    chance: float | None
    """How likely such a difference is if both periods were alike; null: no test is made of it."""
    may_be_chance: bool | None
    """From 0.05 on."""


class PeriodBefore(msgspec.Struct, kw_only=True):
    """As many complete days before those of a panel as it has, of one of its figures."""

    window: DateSpan
    """The earlier days."""
    observed_days: int
    """Of how many of them anything is known."""
    days: dict[dt.date, Number | None]
    """By the date of the panel beside which it stands: the figure of the day that many days before it."""
    compared: ComparedFigure
    """The panel's complete days, the second, against the earlier ones, the first."""
