"""What does a charger's line of the list tell of what was drawn on days that have not settled?"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from chargeboard.domain.load import DayLoad
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.loads import made_loads, unsettled_dates
from chargeboard.metrics.board_query import SHORT_DAYS
from chargeboard.time.days import day_of


def line_loads(history: ChargerHistory, ahead: Iterable[date] = ()) -> list[DayLoad]:
    """Of the last days, today among them, and of those that are over and not settled (`ahead`), by date."""
    since = day_of(history.at, history.zone) - timedelta(days=SHORT_DAYS)
    return made_loads(history, sorted({*ahead, *unsettled_dates(history, since)}))
