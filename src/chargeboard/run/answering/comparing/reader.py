"""What of a store's chargers can be set side by side?"""

from __future__ import annotations

from collections.abc import Callable

from chargeboard.domain.figures.comparison import PeriodComparison
from chargeboard.history.opening import Histories
from chargeboard.run.answering.comparing.periods import Dates, comparison
from chargeboard.time.instants import Instant


class ComparisonReader:
    """Of one charger, whose id comes first. `at` None is now; who is unknown raises UnknownChargerError."""

    def __init__(self, histories: Histories, now: Callable[[], Instant]) -> None:
        self._histories, self._now = histories, now

    def periods(
        self, station: str, first: Dates, second: Dates, at: Instant | None = None
    ) -> PeriodComparison:
        """Two periods of local dates side by side."""
        with self._histories.store.reading():
            history = self._histories.of(station, self._now() if at is None else at)
            return comparison(history, first, second)
