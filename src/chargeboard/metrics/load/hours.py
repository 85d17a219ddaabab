"""In which hour of the charger's clock does a quarter of a local day lie?"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from chargeboard.domain.load import QUARTER
from chargeboard.time.days import day_span
from chargeboard.time.hours import hours_of


@lru_cache(maxsize=1024)
def hours_by_quarter(on: date, zone: str) -> tuple[int, ...]:
    """The hour (0-23) of each quarter of a date; one that comes twice has eight."""
    start, found = day_span(on, zone).start, list[int]()
    for hour, span in hours_of(on, zone):
        while start + len(found) * QUARTER < span.end:
            found.append(hour)
    return tuple(found)


@lru_cache(maxsize=1024)
def quarters_by_hour(on: date, zone: str) -> Mapping[int, range]:
    """The quarters of each hour of a date, which are next to each other; one that does not come has none."""
    hours = hours_by_quarter(on, zone)
    return {hour: range(hours.index(hour), hours.index(hour) + hours.count(hour)) for hour in {*hours}}
