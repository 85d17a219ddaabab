"""What do local days of a charger come to, laid upon one week?"""

from __future__ import annotations

from chargeboard.domain.figures.week import ChargerWeek
from chargeboard.history.charger import ChargerHistory
from chargeboard.metrics.rules import rules
from chargeboard.metrics.week.figures import cells_of, sockets_of, total_of
from chargeboard.metrics.week.tally import WeekBook
from chargeboard.run.answering.list_filters import ListScope
from chargeboard.run.answering.whose import whose, window_of
from chargeboard.time.days import dates, day_span
from chargeboard.time.spans import Span

_AT_ONCE = 31
"""Days, of which all sessions are in memory together."""


def week(history: ChargerHistory, scope: ListScope) -> ChargerWeek:
    """The days of a window; those whose evidence is not kept any more count as time that nobody observed."""
    window, _ = window_of(history, scope.window)
    kept, policy = history.kept_since, history.policy
    since = max(kept.evidence, kept.sessions)
    days = [
        on for on in dates(window.from_, window.to) if since <= day_span(on, history.zone).start <= history.at
    ]
    book = WeekBook(history.carry.sockets, zone=history.zone, now=history.at, policy=policy)
    for first in range(0, len(days), _AT_ONCE):
        some = days[first : first + _AT_ONCE]
        span = Span(day_span(some[0], history.zone).start, day_span(some[-1], history.zone).end)
        states, sessions = history.states(span), history.sessions(span)
        attempts = history.attempts_in_brief(span)
        for on in some:
            book.add(on, states, sessions, attempts)
    return ChargerWeek(
        charger=whose(history),
        window=window,
        total=total_of(book, policy),
        cells=cells_of(book, policy),
        sockets=sockets_of(book, policy),
        rules=rules(policy, "utilization", "success", "energy"),
    )
