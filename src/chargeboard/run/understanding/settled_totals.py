"""What do days that are kept add to the sums over days?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from chargeboard.domain.conclusions import DayFigures, Episode
from chargeboard.domain.policy import Profile
from chargeboard.domain.totals import DayTotals, Totals
from chargeboard.metrics.days.day_totals import totals_of
from chargeboard.ports.store import Store
from chargeboard.time.days import day_of, day_span
from chargeboard.time.instants import Instant
from chargeboard.time.spans import Span


def totals_of_days(
    store: Store, profile: Profile, days: Sequence[DayFigures], fresh: Sequence[Episode], begin: Instant
) -> list[DayTotals]:
    """Of each day; `fresh` are the errors that stand from `begin` on for those that are stored."""
    if not days:
        return []
    zone, first = profile.policy.timezone, day_span(days[0].on, profile.policy.timezone).start
    stored = store.episodes(profile.id, Span(first, begin)) if first < begin else []
    errors = {error.key: error for error in stored if error.start < begin}
    errors |= {error.key: error for error in fresh}
    begun = Counter(day_of(error.start, zone) for error in errors.values() if error.start >= first)
    return [
        DayTotals(day.on, Totals() if day.is_blank else totals_of(day, begun[day.on], profile.policy))
        for day in days
    ]
