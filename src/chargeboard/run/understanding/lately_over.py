"""
Which days does something reach over that ended a little while ago, and are they told otherwise for that?

When a day seems final goes by the end of what reaches over its own. What ended may have gone on for a year:
days that are stored with that end stay as they are, and none of them is made again.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import partial

from chargeboard.domain.conclusions import Conclusions, DayFigures, SeemedFinal
from chargeboard.domain.facts import AnyFact
from chargeboard.domain.policy import Profile
from chargeboard.history.revised import LateWords
from chargeboard.metrics.days.late import SETTLING, final_at
from chargeboard.ports.store import Store
from chargeboard.run.understanding.stretch import Stretch
from chargeboard.time.days import day_of, day_span
from chargeboard.time.instants import Instant
from chargeboard.time.spans import Span


class LatelyOver:
    """
    What ended since a quarter of an hour before a stretch.

    All else that reaches over the days that it reaches over ended before.
    """

    def __init__(self, store: Store, profile: Profile, stretch: Stretch, open_from: Instant) -> None:
        """`open_from`: days that end behind it are stored with when they seemed final."""
        self._store, self._profile, self._stretch, self._open_from = store, profile, stretch, open_from
        self._zone = profile.policy.timezone
        lately = Span(stretch.begin - SETTLING, stretch.begin)
        found = stretch.found.conclusions
        self._over = Conclusions(
            sessions=[one for one in found.sessions if one.end is not None and one.end >= lately.start],
            attempts=[one for one in found.attempts if one.end is not None and one.end >= lately.start],
            gaps=found.gaps,
        )
        self._starts = [one.start for one in self._over.sessions]
        self._starts += [one.start for one in self._over.attempts]
        if stretch.checkpoint is not None:
            sessions = store.sessions(profile.id, lately)
            self._starts += [one.start for one in sessions if one.end is not None and one.end >= lately.start]
            self._over.sessions += sessions
        self._lately = lately

    def first_otherwise(self, first: date, until: date) -> date:
        """The first local day in [first, until) that is told otherwise by what is known now; else `until`."""
        on = max(first, day_of(min(self._starts, default=self._stretch.now), self._zone))
        if on >= until:
            return until
        if self._stretch.checkpoint is not None:
            self._over.attempts += self._store.attempts(self._profile.id, self._lately)
            self._over.gaps = self._store.gaps(self._profile.id, self._lately) + self._over.gaps
        begin = self._stretch.begin
        span = Span(day_span(on, self._zone).start, begin)
        retold = [*self._store.retold(self._profile.id, span), *self._stretch.retold]
        before = partial(late_before, self._store, self._profile.id, begin)
        late = LateWords(self._stretch.facts, retold, self._over.gaps, before)
        stored = {figures.on: figures for figures in self._store.days(self._profile.id, on, until)}
        while on < until and self._is_told_alike(on, stored.get(on), late):
            on += timedelta(days=1)
        return on

    def _is_told_alike(self, on: date, stored: DayFigures | None, late: LateWords) -> bool:
        """Whether nothing of a day was learned after it seemed final, and the instant of that is stored."""
        day, final = day_span(on, self._zone), final_at(on, self._over, self._zone)
        if stored is None or stored.revised or late.tell_of(day, final):
            return False
        return stored.seemed == (SeemedFinal(final, None) if day.end > self._open_from else None)


def late_before(
    store: Store, station: str, begin: Instant, since: Instant, final: Instant
) -> Sequence[AnyFact]:
    """What had happened before a stretch, if something of it was received after an instant."""
    span = Span(since, min(begin, final))
    is_late = span.start < span.end and store.any_late(station, span, final)
    return store.facts(station, span) if is_late else ()
