"""What is asked of a store about sums over days?"""

from __future__ import annotations

from datetime import date
from typing import Protocol

from chargeboard.domain.totals import Totals


class TotalsPort(Protocol):
    """Sums over complete local days of stations, kept with the days."""

    def totals(self, station: str, first: date, end: date) -> Totals:
        """Those of the stored days in [first, end); must not cost more for more days."""
