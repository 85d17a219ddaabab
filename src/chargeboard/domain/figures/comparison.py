"""How do two periods of a charger compare?"""

from __future__ import annotations

from datetime import date

import msgspec

from chargeboard.domain.figures.board import SettingTold
from chargeboard.domain.figures.compared import ComparedFigure
from chargeboard.domain.figures.evidence import Whose
from chargeboard.domain.figures.measures import DateSpan
from chargeboard.time.instants import Instant


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


class SettingsChange(msgspec.Struct, kw_only=True):
    """Other settings than before: as many complete days before it as after it, without its own."""

    at: Instant
    """Of the last of them."""
    date: date
    settings: list[SettingTold]
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
    settings: list[SettingsChange] = []
    """Those of settings."""
