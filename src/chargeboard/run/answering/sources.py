"""
Where does another system tell of a charger otherwise than its page does?

What each system alone tells is set beside what the page shows. That is made when somebody looks, of the days
that they look at.
"""

from __future__ import annotations

from datetime import timedelta
from operator import attrgetter
from typing import Final

from chargeboard.domain.figures.sources import SourceDifferences, SourceSession, SourceState, SourceTold
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.told_by_sources import has_messages, messages_in, tellings
from chargeboard.metrics.sources.differing import compared, contraries
from chargeboard.metrics.sources.rows import session_row, source_row, state_row
from chargeboard.metrics.sources.two_ways import ways_of
from chargeboard.run.answering.list_filters import ListFilter, ListScope
from chargeboard.run.answering.whose import whose, window_of
from chargeboard.time.days import day_of
from chargeboard.time.instants import HOUR, Instant
from chargeboard.time.spans import Span

USUAL_DAYS: Final = 3
"""Complete ones, besides the present one."""
MOST_DAYS: Final = timedelta(days=31)
MOST_STATES: Final = 100
_AROUND: Final = 24 * HOUR
"""No further apart do two begin that are the same session (B2)."""


def differing_sources(history: ChargerHistory, scope: ListScope, chosen: ListFilter) -> SourceDifferences:
    """The rows of other systems, of three complete days and the present one where no dates are asked for."""
    today = day_of(history.at, history.zone)
    usual = today - timedelta(days=USUAL_DAYS), today + timedelta(days=1)
    window, span = window_of(history, scope.window or usual)
    told, read_until = tellings(history, span)
    shown = history.sessions(Span(span.start - _AROUND, span.end + _AROUND))
    states = history.states(span)
    sources: list[SourceTold] = []
    sessions: list[tuple[Instant, SourceSession]] = []
    contrary: list[SourceState] = []
    for telling in told:
        judged = Span(max(span.start, telling.since), min(span.end, telling.until + 1, read_until))
        found = compared(shown, telling, span, judged)
        sources.append(source_row(telling, found))
        sessions += [(pair.start, session_row(telling, pair, differs)) for pair, differs in found if differs]
        contrary += [state_row(telling, one) for one in contraries(states, telling, judged)]
    sessions.sort(key=lambda one: one[0], reverse=True)
    contrary = sorted(contrary, key=attrgetter("duration_s"), reverse=True)[:MOST_STATES]
    messages, messages_until = messages_in(history, span)
    ways = ways_of(messages, history.zone)
    return SourceDifferences(
        charger=whose(history),
        window=window,
        has_messages=has_messages(history, span),
        is_cut=min(read_until, messages_until) < min(span.end, history.at),
        sources=sources,
        total=len(sessions),
        offset=chosen.offset,
        limit=chosen.limit,
        sessions=chosen.of([row for _, row in sessions]),
        states=sorted(contrary, key=attrgetter("start"), reverse=True),
        ways=ways.days,
        lone=ways.lone,
    )
