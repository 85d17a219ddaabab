"""What is an official rule of success?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

import msgspec

from chargeboard.domain.codes import Code
from chargeboard.domain.conclusions import Attempt, Session
from chargeboard.domain.policy import Policy
from chargeboard.time.instants import Instant
from chargeboard.time.spans import Span


class Of(Code):
    """What a rule counts."""

    ATTEMPTS = "attempts"
    SESSIONS = "sessions"
    VISITS = "visits"


class Tried(msgspec.Struct, frozen=True):
    """What was tried at a charger, by start; somewhat more than a window, so that a visit is whole."""

    attempts: Sequence[Attempt]
    sessions: Sequence[Session]
    policy: Policy


class Judged(msgspec.Struct, frozen=True, array_like=True):
    """Something that a rule counts: when it began, and whether it succeeded."""

    start: Instant
    succeeded: bool


class Rate(msgspec.Struct, frozen=True, array_like=True):
    """So many of all; adding them gives those of sites and years."""

    part: int = 0
    whole: int = 0

    def __add__(self, other: Rate) -> Rate:
        return Rate(self.part + other.part, self.whole + other.whole)

    @property
    def pct(self) -> float | None:
        """In percent; None over nothing."""
        return 100 * self.part / self.whole if self.whole else None


class SuccessRule(msgspec.Struct, frozen=True, kw_only=True, eq=False):
    """A rule: successes of what it counts. Unit: percent; what is not decided yet is in neither."""

    code: str
    version: int = 1
    """Grows when the rule judges otherwise: stored months are made again."""
    of: Of
    judge: Callable[[Tried], Iterable[Judged]]
    address: str | None
    """Where it was read; None: our own definitions."""
    read_on: date


def rate(rule: SuccessRule, tried: Tried, window: Span) -> Rate:
    """Of what began in a window."""
    own = [one for one in rule.judge(tried) if one.start in window]
    return Rate(sum(one.succeeded for one in own), len(own))
