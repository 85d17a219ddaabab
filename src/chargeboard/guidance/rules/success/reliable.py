"""I02: nearly all attempts of the week succeeded, and there was no bad day."""

from collections.abc import Iterator

from chargeboard.domain.codes import Weight
from chargeboard.guidance.attempts_seen import FEW, GOOD_PCT, silent_runs, week_of
from chargeboard.guidance.looked_at import LookedAt
from chargeboard.guidance.rule import Found, LooksAt, Rule


def _judge(seen: LookedAt) -> Iterator[Found]:
    week = week_of(seen)
    is_good = week.failed and week.count.attempts >= FEW and week.pct >= GOOD_PCT and week.worst is None
    if is_good and not silent_runs(seen):
        yield Found("reliable", week.numbers())


RULES = (
    Rule(
        id="I02",
        panel="success",
        severity=Weight.GOOD,
        looks_at=LooksAt.WINDOW,
        codes=("reliable",),
        judge=_judge,
    ),
)
