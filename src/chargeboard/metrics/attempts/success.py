"""
How many of the attempts got energy?

Counted outcomes become rates; failed attempts before a success become a visit; ended sessions become the two
other rates that the ChargeX definitions ask for (2.3).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from chargeboard.domain.codes import NO_FAILURES, Outcome
from chargeboard.domain.conclusions import Attempt
from chargeboard.domain.figures.tallies import AttemptCount, SessionTotals
from chargeboard.domain.policy import Policy
from chargeboard.metrics.attempts.failure_class import NOT_THE_CHARGERS
from chargeboard.time.instants import Instant, micros_of


class Ratio(msgspec.Struct, frozen=True):
    """Some of all, both counted."""

    numerator: int
    denominator: int

    @property
    def pct(self) -> float | None:
        """In percent; None over nothing."""
        return 100 * self.numerator / self.denominator if self.denominator else None


class SuccessCount(msgspec.Struct, frozen=True, kw_only=True):
    """A day's or a week's attempts by outcome. `failures` holds the classes that count."""

    attempts: int
    successes: int
    pct: float | None
    failures: dict[Outcome, int]
    charger: Ratio
    pending: int


def success_day(outcomes: Mapping[Outcome, int], policy: Policy) -> SuccessCount:
    """
    Successes against attempts.

    Formula: 100 * successes / attempts; pending attempts and the classes of `success_excludes` are not in it.
             charger leaves out auth_rejected, start_rejected, user_cancelled and preparing_timeout too.
    Unit:    percent; None without attempts.
    Source:  definitions 2.3.
    """
    successes = outcomes.get(Outcome.SUCCESS, 0)
    failures = {
        outcome: n
        for outcome, n in sorted(outcomes.items())
        if n and outcome not in NO_FAILURES and outcome not in policy.success_excludes
    }
    own = sum(n for outcome, n in failures.items() if outcome not in NOT_THE_CHARGERS)
    all_of_them = Ratio(successes, successes + sum(failures.values()))
    return SuccessCount(
        attempts=all_of_them.denominator,
        successes=successes,
        pct=all_of_them.pct,
        failures=failures,
        charger=Ratio(successes, successes + own),
        pending=outcomes.get(Outcome.PENDING, 0),
    )


def success_of(days: Iterable[Mapping[Outcome, int]], policy: Policy) -> SuccessCount:
    """Several days as one: their outcomes are summed up before anything is divided (2.3)."""
    sums = Counter[Outcome]()
    for outcomes in days:
        sums.update(outcomes)
    return success_day(sums, policy)


def visits(attempts: Iterable[Attempt], policy: Policy) -> list[Attempt]:
    """
    Attempts grouped by visit: failed ones up to 10 minutes before a success of the charger are part of it.

    Shape:  by start, over all sockets of one charger; a visit starts with its first attempt.
    Source: definitions 2.3, option `grouping`.
    """
    window = micros_of(policy.visit_window_s)
    grouped: list[Attempt] = []
    failed: list[Attempt] = []
    for attempt in sorted(attempts, key=lambda a: a.start):
        if attempt.outcome == Outcome.SUCCESS:
            apart = [before for before in failed if attempt.start - _over_at(before) > window]
            start = min([attempt.start, *(before.start for before in failed if before not in apart)])
            grouped += [*apart, msgspec.structs.replace(attempt, start=start)]
            failed = []
        elif attempt.outcome == Outcome.PENDING:
            grouped.append(attempt)
        else:
            failed.append(attempt)
    return sorted([*grouped, *failed], key=lambda a: a.start)


def _over_at(attempt: Attempt) -> Instant:
    return attempt.start if attempt.end is None else attempt.end


def charge_end_success(sessions: SessionTotals) -> Ratio:
    """
    How many sessions that delivered any energy also ended as they should.

    Formula: valid stops / ended sessions with energy; sessions whose stop was lost are in neither.
    Source:  definitions 2.3, ChargeX equation 10.
    """
    return Ratio(sessions.ended_well, sessions.delivered)


def session_success(attempts: Iterable[AttemptCount]) -> Ratio:
    """
    How many attempts gave any energy and ended as they should.

    Formula: attempts with a session that delivered energy and has a valid stop / decided attempts.
    Source:  definitions 2.3, ChargeX equations 12, 14, 15, 16.
    """
    over = [attempt for attempt in attempts if attempt.outcome != Outcome.PENDING]
    return Ratio(sum(visit.ended_well for visit in over), sum(visit.ended for visit in over))
