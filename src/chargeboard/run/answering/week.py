"""What do local days of a charger come to, laid upon one week?"""

from __future__ import annotations

from datetime import timedelta

from chargeboard.domain.figures.week import ChargerWeek
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.loads import day_loads
from chargeboard.metrics.rules import rules
from chargeboard.metrics.week.figures import cells_of, sockets_of, total_of
from chargeboard.metrics.week.tally import WeekBook
from chargeboard.run.answering.list_filters import ListScope
from chargeboard.run.answering.whose import whose, window_of
from chargeboard.time.days import dates, day_span
from chargeboard.time.spans import Span

_A_DAY = timedelta(days=1)
_AT_ONCE = 31
"""Days, of which all states are in memory together."""


def week(history: ChargerHistory, scope: ListScope) -> ChargerWeek:
    """The days of a window; those whose evidence is not kept any more count as time that nobody observed."""
    window, _ = window_of(history, scope.window)
    kept, policy = history.kept_since, history.policy
    since = max(kept.evidence, kept.sessions)
    days = [
        on for on in dates(window.from_, window.to) if since <= day_span(on, history.zone).start <= history.at
    ]
    is_delivered = policy.energy_per_day == "delivered"
    loads = (
        {day.on: day for day in day_loads(history, days[0], days[-1] + _A_DAY)}
        if days and is_delivered
        else {}
    )
    book = WeekBook(history.carry.sockets, zone=history.zone, now=history.at, policy=policy)
    for first in range(0, len(days), _AT_ONCE):
        some = days[first : first + _AT_ONCE]
        span = Span(day_span(some[0], history.zone).start, day_span(some[-1], history.zone).end)
        states, attempts = history.states(span), history.attempts_in_brief(span)
        sessions = () if is_delivered else history.sessions(span)
        for on in some:
            book.add(on, states, attempts, loads.get(on), sessions)
    return ChargerWeek(
        charger=whose(history),
        window=window,
        total=total_of(book, policy),
        cells=cells_of(book, policy),
        sockets=sockets_of(book, policy),
        rules=rules(policy, "utilization", "success", "energy"),
    )
