"""
Was success low at an instant of the past, by what is kept of its days?

A kept day tells what is known of it now. That is what was known then, but for attempts that had not settled,
and unless something of these days was heard later. Where it may be otherwise, nothing is said here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import accumulate
from operator import attrgetter

from chargeboard.alerts.holding import is_low
from chargeboard.alerts.rule import Rule
from chargeboard.domain.codes import Outcome
from chargeboard.domain.conclusions import Attempt
from chargeboard.domain.facts import Quiet
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.days import day_figures
from chargeboard.metrics.attempts.success import success_day
from chargeboard.metrics.board_query import SHORT_DAYS
from chargeboard.time.days import dates, day_of, midnight
from chargeboard.time.instants import BEGINNING, Instant
from chargeboard.time.spans import Span

_START = attrgetter("start")
_MOST_OPEN = 8
"""Of more attempts that had not settled it is not asked what may have come of each."""


class KeptSuccess:
    """The success of a charger's days, by what is known of them at the end of a span."""

    def __init__(self, rule: Rule, history: ChargerHistory, span: Span) -> None:
        self._rule, self._history = rule, history
        zone = history.zone
        first = day_of(span.start, zone) - timedelta(days=SHORT_DAYS)
        begin, end = midnight(first, zone), day_of(span.end, zone)
        known = day_figures(history, {*dates(first, end)}, first, end)
        self._outcomes = {on: known.figures[on].outcomes for on in known.settled if on in known.figures}
        self._attempts = history.attempts(Span(begin, span.end))
        store, station = history.store, history.station
        checkpoint = store.checkpoint(station, begin, None)
        since, heard = (checkpoint.at, checkpoint.received_until) if checkpoint else (BEGINNING, BEGINNING)
        # a silence is heard of when it is over, and changes no attempt
        facts = [
            fact
            for fact in store.facts(station, Span(since, span.end), received_until=span.end)
            if type(fact) is not Quiet
        ]
        self._told_at = [fact.at for fact in facts]
        self._heard_by = [*accumulate((fact.received_at for fact in facts), max, initial=heard)]
        self._retold_at = max(
            (at for _, at in store.retold(station, Span(BEGINNING, span.end))), default=BEGINNING
        )

    def is_low_at(self, at: Instant) -> bool | None:
        """Whether it was low by what was known at an instant; None where kept days do not tell."""
        zone, policy = self._history.zone, self._history.policy
        today = day_of(at, zone)
        days = dates(today - timedelta(days=SHORT_DAYS), today)
        if at <= self._retold_at or not all(on in self._outcomes for on in days):
            return None
        tried = self._attempts_of(days[0], today)
        settled = [one.settles_at for one in tried if one.settles_at is not None and one.settles_at < at]
        open_then = [one for one in tried if one.settles_at is None or one.settles_at >= at]
        decided_by = max([midnight(today, zone), *settled])
        if self._heard_by[bisect_left(self._told_at, decided_by)] >= at or len(open_then) > _MOST_OPEN:
            return None
        if open_then and policy.grouping != "attempt":
            return None
        sums = Counter[Outcome]()
        for on in days:
            sums.update(self._outcomes[on])
        sums.subtract(one.outcome for one in open_then)
        found = success_day(sums, policy)
        ways = {
            is_low(self._rule, attempts, 100 * successes / attempts if attempts else None)
            for successes, attempts in _ways(found.successes, found.attempts, len(open_then))
        }
        return ways.pop() if len(ways) == 1 else None

    def _attempts_of(self, first: date, end: date) -> list[Attempt]:
        zone = self._history.zone
        begin, behind = (bisect_left(self._attempts, midnight(on, zone), key=_START) for on in (first, end))
        return self._attempts[begin:behind]


def _ways(successes: int, attempts: int, unsettled: int) -> Iterator[tuple[int, int]]:
    """What it may have come to: of those that had not settled some had succeeded, some failed."""
    for well in range(unsettled + 1):
        for badly in range(unsettled + 1 - well):
            yield successes + well, attempts + well + badly
