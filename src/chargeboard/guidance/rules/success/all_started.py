"""I01: all attempts of the week succeeded."""

from collections.abc import Iterator

from chargeboard.domain.codes import Weight
from chargeboard.guidance.attempts_seen import silent_runs, week_of
from chargeboard.guidance.looked_at import LookedAt
from chargeboard.guidance.rule import Found, LooksAt, Rule

ENOUGH = 10


def _judge(seen: LookedAt) -> Iterator[Found]:
    week = week_of(seen)
    if week.count.attempts >= ENOUGH and not week.failed and not silent_runs(seen):
        yield Found("all_started", week.numbers())


RULES = (
    Rule(
        id="I01",
        panel="success",
        severity=Weight.GOOD,
        looks_at=LooksAt.WINDOW,
        codes=("all_started",),
        judge=_judge,
    ),
)
