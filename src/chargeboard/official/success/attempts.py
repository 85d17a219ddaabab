"""What do rules ask of an attempt that is decided?"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from chargeboard.domain.codes import Outcome, Stage
from chargeboard.domain.conclusions import Attempt
from chargeboard.official.success.rule import Judged, Tried


def decided(tried: Tried) -> Iterable[Attempt]:
    """Those whose outcome is known."""
    return (one for one in tried.attempts if one.outcome != Outcome.PENDING)


def judging(
    counts: Callable[[Attempt], bool], succeeds: Callable[[Attempt], bool]
) -> Callable[[Tried], Iterable[Judged]]:
    """Which attempts a rule counts, and which of them succeeded."""
    return lambda tried: (Judged(one.start, succeeds(one)) for one in decided(tried) if counts(one))


def has_power(attempt: Attempt) -> bool:
    """Whether energy flowed; of 1.6 nothing else tells that power was asked for."""
    return attempt.stage == Stage.ENERGY


def is_authenticated(attempt: Attempt) -> bool:
    """Whether somebody showed who they are: a card, an app, or what started a transaction."""
    return attempt.is_authorised or bool(attempt.token) or attempt.outcome == Outcome.AUTH_REJECTED
