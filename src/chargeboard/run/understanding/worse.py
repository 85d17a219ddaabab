"""With which firmware do chargers do worse, for guidance to say so?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from chargeboard.domain.figures.fleet import FleetWanted
from chargeboard.domain.figures.fleet_span import CohortBy
from chargeboard.metrics.cohorts import worse
from chargeboard.ports.store import Store
from chargeboard.time.days import day_of
from chargeboard.time.instants import Instant

_LATELY = timedelta(days=30)


def keep_worse(store: Store, now: Callable[[], Instant]) -> None:
    """Find that out by the last thirty days of all chargers, and keep it."""
    zone = store.fleet_counts(FleetWanted(), ()).timezone or "UTC"
    end = day_of(now(), zone)
    cohorts = store.cohorts(end - _LATELY, end, CohortBy.FIRMWARE)
    found = worse([(one.kind, one.totals) for one in cohorts])
    if found != store.worse():
        store.put_worse(found)
