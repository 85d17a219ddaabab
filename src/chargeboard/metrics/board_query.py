"""Which days and which stretch of the timeline does a page ask for (DESIGN 6)?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property

from chargeboard.time.days import dates, day_of, midnight
from chargeboard.time.instants import Instant
from chargeboard.time.spans import Span

ERROR_DAYS = 7
SHORT_DAYS = 7
LONG_DAYS = 30
LOOK_BACK_DAYS = 28
HISTORY_DAYS = 60
"""How far back guidance looks: four weekdays before each of the long window's days."""


@dataclass(frozen=True, kw_only=True)
class BoardQuery:
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

    @cached_property
    def is_over(self) -> bool:
        """Whether the asked dates had passed by then: what is said of them says nothing of the present."""
        return self.window is not None and self.window[1] <= self.today

    @cached_property
    def stands_at(self) -> Instant:
        """
        As of when errors and repairs are told: at the end of dates that had passed, else of the question.

        Dates that end with yesterday have the list of the last days (E6).
        """
        if self.window is None or self.window[1] >= self.today:
            return self.at
        return midnight(self.window[1], self.zone)

    @property
    def errors_window(self) -> tuple[date, date]:
        """The dates of the latest errors: those that were asked and had passed, or the last days (E6)."""
        if self.window is not None and self.stands_at < self.at:
            return self.window
        return self.today - timedelta(days=ERROR_DAYS), self.tomorrow

    @property
    def compared_from(self) -> date:
        """The first day that guidance looks at: that a weekday is compared with those before it."""
        if self.is_over:
            return self.widest[0] - timedelta(days=LOOK_BACK_DAYS)
        return min(self.widest[0], self.today - timedelta(days=HISTORY_DAYS))

    @property
    def figures_end(self) -> date:
        """Where the days end whose figures are needed."""
        return self.widest[1] if self.stands_at < self.at else self.tomorrow

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
