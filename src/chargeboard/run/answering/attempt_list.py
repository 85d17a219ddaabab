"""
Which attempts lie behind a window's figures, and what became of all of them?

The store counts and pages what it holds; attempts that are not stored yet are few and join them here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from chargeboard.domain.codes import NO_FAILURES, Outcome, Stage
from chargeboard.domain.conclusions import Attempt
from chargeboard.domain.evidence import AttemptList, AttemptRow
from chargeboard.domain.records import AttemptsWanted
from chargeboard.domain.tallies import AttemptCount, counts_of
from chargeboard.history.ground import Ground
from chargeboard.history.paging import Rows
from chargeboard.metrics.attempts.rows import attempt_row, funnel, headline
from chargeboard.metrics.attempts.success import Ratio, charge_end_success, session_success, success_day
from chargeboard.metrics.rules import rules
from chargeboard.run.answering.list_filters import Cut, Wanted
from chargeboard.run.answering.session_list import session_totals
from chargeboard.time.spans import Span


def attempts(seen: Ground, wanted: Wanted, cut: Cut) -> AttemptList:
    """A page of the attempts that began in the window, the newest first."""
    policy = seen.profile.policy
    window, span = seen.window(wanted.window)
    counts = _counts(seen, span, wanted.socket)
    outcomes = Counter[Outcome]()
    for one in counts:
        outcomes[one.outcome] += one.attempts
    days = range((window.to - window.from_).days)
    whole = success_day(outcomes, policy)
    return AttemptList(
        charger=seen.whose,
        window=window,
        total=sum(one.attempts for one in counts if _fits(one.outcome, one.stage, cut)),
        whole=sum(one.attempts for one in (counts if wanted.socket is None else _counts(seen, span, None))),
        offset=cut.offset,
        limit=cut.limit,
        funnel=funnel(counts),
        outcomes=dict(sorted(outcomes.items(), key=lambda one: (-one[1], one[0]))),
        success=headline(Ratio(whole.successes, whole.attempts), days),
        charger_success=headline(whole.charger, days),
        charge_end=headline(charge_end_success(session_totals(seen, span, wanted.socket)), days),
        session_success=headline(session_success(counts), days),
        rules=rules(policy, "success"),
        attempts=[
            attempt_row(one, policy)
            for one in _rows(seen, span, wanted.socket, cut).page(cut.offset, cut.limit)
        ],
    )


def _counts(seen: Ground, span: Span, socket: int | None) -> list[AttemptCount]:
    stored = seen.stored(span)
    counts = counts_of(one for one in seen.loose_attempts(span) if socket in {None, one.socket})
    return counts if stored is None else counts + seen.store.attempt_counts(seen.station, stored, socket)


def attempt_rows(seen: Ground, wanted: Wanted, cut: Cut) -> Iterator[AttemptRow]:
    """All of them, a piece at a time."""
    _, span = seen.window(wanted.window)
    policy = seen.profile.policy
    return (attempt_row(one, policy) for one in _rows(seen, span, wanted.socket, cut))


def _rows(seen: Ground, span: Span, socket: int | None, cut: Cut) -> Rows[Attempt]:
    stored = seen.stored(span)

    def read(offset: int, limit: int) -> list[Attempt]:
        if stored is None:
            return []
        wanted = AttemptsWanted(stored, socket, cut.kind, cut.stage)
        return seen.store.attempt_page(seen.station, wanted, offset, limit)

    # what began together comes the last one first, as in the store
    loose = [
        one
        for one in reversed(seen.loose_attempts(span))
        if socket in {None, one.socket} and _fits(one.outcome, one.stage, cut)
    ]
    return Rows(read, loose, lambda one: -one.start)


def _fits(outcome: Outcome, stage: Stage, cut: Cut) -> bool:
    is_wanted = cut.kind in {"", outcome} or (cut.kind == "failed" and outcome not in NO_FAILURES)
    return is_wanted and cut.stage in {"", stage}
