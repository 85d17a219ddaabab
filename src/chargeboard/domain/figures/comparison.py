"""How do two periods of a charger compare?"""

from __future__ import annotations

from datetime import date

import msgspec

from chargeboard.domain.codes import Code
from chargeboard.domain.figures.evidence import Whose
from chargeboard.domain.figures.measures import DateSpan, Number
from chargeboard.time.instants import Instant


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


class FirmwareChange(msgspec.Struct, kw_only=True):
    """From one firmware to another: as many complete days before it as after it, without its own."""

    at: Instant
    """Of the boot that told it."""
    date: date
    was: str
    became: str
    before: DateSpan | None = None
    after: DateSpan | None = None
    """null, both: no complete day lies between it and the next change, on one of its sides."""
    figures: list[ComparedFigure] = []
    """Success, uptime and errors; the first period is the one before."""


class PeriodComparison(msgspec.Struct, kw_only=True):
    """Two periods of a charger, the earlier one usually first."""

    charger: Whose
    first: DateSpan
    second: DateSpan
    first_days: int
    second_days: int
    """Complete days of which anything is known: what is counted is of these."""
    figures: list[ComparedFigure]
    firmware: list[FirmwareChange] = []
    """The changes of the last 90 days, the latest first; those of one day are one."""
