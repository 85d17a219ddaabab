"""I03: many attempts of the week failed; of few it is only said how many succeeded."""

from collections.abc import Iterator
from itertools import takewhile

from chargeboard.domain.codes import Need, Outcome, Weight
from chargeboard.guidance.attempts_seen import FEW, GOOD_PCT, Week, decided, week_of
from chargeboard.guidance.failures import action_for, in_common, mostly
from chargeboard.guidance.looked_at import LookedAt
from chargeboard.guidance.rule import Found, Join, LooksAt, Rule
from chargeboard.guidance.rules.success.all_started import ENOUGH
from chargeboard.time.instants import HOUR

_BAD_PCT = 90
_RECOVERED = 10
"""So many successes in a row, and a day, and failures are over."""


def _judge(seen: LookedAt) -> Iterator[Found]:
    week = week_of(seen)
    attempts = week.count.attempts
    if not attempts or (attempts >= ENOUGH and not week.failed):
        return
    if attempts < FEW:
        kind = mostly(week.count.failures) if week.failed else None
        yield Found("few_attempts_some_failed" if kind else "few_attempts", week.numbers(mostly=kind))
    elif week.pct < GOOD_PCT:
        yield _failing(week, seen)


def _failing(week: Week, seen: LookedAt) -> Found:
    since = _recovered(seen)
    numbers = week.numbers(
        failed=week.failed,
        in_common=in_common(seen.attempts, seen.zone),
        mostly=mostly(week.count.failures),
        since_then=since,
    )
    action = action_for(week.count.failures)
    if since:
        return Found("failed_and_recovered", numbers, action=action)
    severity = Weight.CRITICAL if week.pct < _BAD_PCT else Weight.WARNING
    return Found("failing", numbers, severity=severity, need=Need.DRIVERS, action=action)


def _recovered(seen: LookedAt) -> int:
    """How many have succeeded since the last failure, where that makes it a thing of the past; else 0."""
    attempts = decided(seen)
    since = len([*takewhile(lambda a: a.outcome == Outcome.SUCCESS, reversed(attempts))])
    if since < _RECOVERED:
        return 0
    is_over = since == len(attempts) or seen.has_come(attempts[-since - 1].start + 24 * HOUR)
    return since if is_over else 0


RULES = (
    Rule(
        id="I03",
        panel="success",
        severity=Weight.INFO,
        looks_at=LooksAt.WINDOW,
        codes=("few_attempts", "few_attempts_some_failed", "failing", "failed_and_recovered"),
        numbers={"in_common": Join.NOTHING},
        judge=_judge,
    ),
)
