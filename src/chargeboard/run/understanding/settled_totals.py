"""What do days that are kept add to the sums over days?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date

from chargeboard.domain.conclusions import DayFigures, Episode
from chargeboard.domain.policy import Profile
from chargeboard.domain.totals import DayTotals, Totals
from chargeboard.metrics.days.day_totals import totals_on
from chargeboard.ports.store import Store
from chargeboard.time.days import day_of, day_span
from chargeboard.time.instants import BEGINNING, Instant
from chargeboard.time.spans import Span


def totals_of_days(
    store: Store, profile: Profile, days: Sequence[DayFigures], fresh: Sequence[Episode], begin: Instant
) -> list[DayTotals]:
    """
    Of each day, and of those before of which evidence is gone, unless their sums are kept.

    `fresh` are the errors that stand from `begin` on for those that are stored.
    """
    told = [*_kept_without_sums(store, profile.id, days[0].on if days else date.max), *days]
    if not told:
        return []
    zone, first = profile.policy.timezone, day_span(told[0].on, profile.policy.timezone).start
    stored = store.episodes(profile.id, Span(first, begin)) if first < begin else []
    errors = {error.key: error for error in stored if error.start < begin}
    errors |= {error.key: error for error in fresh}
    begun = Counter(day_of(error.start, zone) for error in errors.values() if error.start >= first)
    return [totals_on(day, begun[day.on], profile.policy) for day in told]


def _kept_without_sums(store: Store, station: str, end: date) -> list[DayFigures]:
    """Days that are made no more, from before sums were kept: what they came to stays."""
    if store.kept_since(station).evidence == BEGINNING or store.totals(station, date.min, end) != Totals():
        return []
    return store.days(station, date.min, end)
