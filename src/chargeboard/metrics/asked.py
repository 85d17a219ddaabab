"""Which days and which stretch of the timeline does a page ask for (DESIGN 6)?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from chargeboard.domain.instants import Instant
from chargeboard.domain.span import Span, dates, day_of, midnight

ERROR_DAYS = 7
SHORT_DAYS = 7
LONG_DAYS = 30
HISTORY_DAYS = 60
"""How far back guidance looks: four weekdays before each of the long window's days."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the page asks for: local dates (None: the usual windows) and the timeline's span."""

    at: Instant
    window: tuple[date, date] | None
    timeline: Span
    zone: str

    @cached_property
    def today(self) -> date:
        """The local date of the question."""
        return day_of(self.at, self.zone)

    @property
    def tomorrow(self) -> date:
        """Where the days end that have begun."""
        return self.today + timedelta(days=1)

    def days(self, usual: int) -> Sequence[date]:
        """The dates of a panel: the asked window up to today, or complete days and today."""
        first, end = self.window or (self.today - timedelta(days=usual), self.tomorrow)
        return dates(first, min(end, self.tomorrow))

    @property
    def overview_window(self) -> tuple[date, date]:
        """The dates of the overview: the asked window, or complete days without today."""
        return self.window or (self.today - timedelta(days=LONG_DAYS), self.today)

    @property
    def widest(self) -> tuple[date, date]:
        """All dates that any panel needs."""
        return self.window or (self.today - timedelta(days=LONG_DAYS), self.tomorrow)

    @property
    def sessions_span(self) -> Span:
        """The instants of the list of sessions."""
        first, end = self.widest
        return Span(midnight(first, self.zone), max(midnight(first, self.zone), midnight(end, self.zone)))
