"""Which attempts lie behind a window's figures, and what became of all of them?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from chargeboard.domain.codes import Outcome
from chargeboard.domain.figures.evidence import AttemptList, AttemptRow
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.lists import ListedAttempts, ListedSessions
from chargeboard.metrics.attempts.rows import attempt_row, funnel, headline
from chargeboard.metrics.attempts.success import Ratio, charge_end_success, session_success, success_day
from chargeboard.metrics.rules import rules
from chargeboard.run.answering.list_filters import AttemptFilter, ListScope
from chargeboard.run.answering.whose import whose, window_of


def attempts(history: ChargerHistory, scope: ListScope, chosen: AttemptFilter) -> AttemptList:
    """A page of the attempts that began in the window, the newest first."""
    policy = history.policy
    window, span = window_of(history, scope.window)
    listed = ListedAttempts(history, span, scope.socket, chosen.kind, chosen.stage)
    counts = listed.counts()
    outcomes = Counter[Outcome]()
    for count in counts:
        outcomes[count.outcome] += count.attempts
    of_all_sockets = counts if scope.socket is None else ListedAttempts(history, span).counts()
    sessions = ListedSessions(history, span, scope.socket).totals()
    days = range((window.to - window.from_).days)
    whole = success_day(outcomes, policy)
    return AttemptList(
        charger=whose(history),
        window=window,
        total=listed.total(counts),
        whole=sum(of_all_socket.attempts for of_all_socket in of_all_sockets),
        offset=chosen.offset,
        limit=chosen.limit,
        funnel=funnel(counts),
        outcomes=dict(sorted(outcomes.items(), key=lambda one: (-one[1], one[0]))),
        success=headline(Ratio(whole.successes, whole.attempts), days),
        charger_success=headline(whole.charger, days),
        charge_end=headline(charge_end_success(sessions), days),
        session_success=headline(session_success(counts), days),
        rules=rules(policy, "success"),
        attempts=[attempt_row(attempt, policy) for attempt in listed.page(chosen.offset, chosen.limit)],
    )


def attempt_rows(history: ChargerHistory, scope: ListScope, chosen: AttemptFilter) -> Iterator[AttemptRow]:
    """Every attempt, read a piece at a time."""
    _, span = window_of(history, scope.window)
    listed = ListedAttempts(history, span, scope.socket, chosen.kind, chosen.stage)
    return (attempt_row(attempt, history.policy) for attempt in listed)
