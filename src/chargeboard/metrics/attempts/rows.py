"""How are attempts written down for the ledger, and how many came how far?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from chargeboard.domain.codes import Outcome
from chargeboard.domain.conclusions import Attempt
from chargeboard.domain.figures.day_rows import Headline
from chargeboard.domain.figures.evidence import AttemptRow, Funnel
from chargeboard.domain.figures.tallies import AttemptCount
from chargeboard.domain.policy import Policy
from chargeboard.metrics.attempts.success import Ratio
from chargeboard.time.instants import seconds_of


def attempt_row(attempt: Attempt, policy: Policy) -> AttemptRow:
    """One attempt as a row."""
    return AttemptRow(
        socket=attempt.socket,
        start=attempt.start,
        end=attempt.end,
        duration_s=None if attempt.end is None else seconds_of(max(0, attempt.end - attempt.start)),
        outcome=attempt.outcome,
        counts=attempt.outcome != Outcome.PENDING and attempt.outcome not in policy.success_excludes,
        stage=attempt.stage,
        plugged_at=attempt.plugged_at,
        authorised_at=attempt.authorised_at,
        started_at=attempt.started_at,
        because=attempt.because,
        session_keys=list(attempt.session_keys),
    )


def funnel(counts: Iterable[AttemptCount]) -> Funnel:
    """How many of the decided attempts reached each step."""
    decided = [count for count in counts if count.outcome != Outcome.PENDING]
    return Funnel(
        attempts=sum(tally.attempts for tally in decided),
        plugged=sum(tally.plugged for tally in decided),
        authorised=sum(tally.authorised for tally in decided),
        started=sum(tally.started for tally in decided),
        energy=sum(tally.attempts for tally in decided if tally.outcome == Outcome.SUCCESS),
    )


def headline(ratio: Ratio, days: Sequence[object]) -> Headline:
    """A ratio over the days of a window."""
    return Headline(numerator=ratio.numerator, denominator=ratio.denominator, pct=ratio.pct, days=len(days))
