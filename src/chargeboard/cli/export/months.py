"""Which months does a stretch of time touch?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from chargeboard.time.days import midnight
from chargeboard.time.instants import Instant, datetime_of
from chargeboard.time.spans import Span


@dataclass(frozen=True, order=True)
class Month:
    """A month, of UTC for instants and of the calendar for days."""

    year: int
    number: int

    @property
    def first(self) -> date:
        """Its first date."""
        return date(self.year, self.number, 1)

    @property
    def end(self) -> date:
        """The first date of the next one."""
        return self.next.first

    @property
    def next(self) -> Month:
        """The one behind it."""
        return Month(self.year + self.number // 12, self.number % 12 + 1)

    @property
    def span(self) -> Span:
        """Its instants."""
        return Span(midnight(self.first, "UTC"), midnight(self.end, "UTC"))


def month_of(at: Instant) -> Month:
    """The one that an instant is in."""
    moment = datetime_of(at)
    return Month(moment.year, moment.month)


def months(first: Month, last: Month) -> Iterator[Month]:
    """From one through another."""
    while first <= last:
        yield first
        first = first.next
