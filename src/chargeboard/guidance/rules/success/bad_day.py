"""I04: the week is good, and a day of it was not."""

from collections.abc import Iterator
from datetime import date

from chargeboard.domain.codes import Weight
from chargeboard.guidance.attempts_seen import FEW, GOOD_PCT, week_of
from chargeboard.guidance.failures import mostly
from chargeboard.guidance.looked_at import LookedAt
from chargeboard.guidance.rule import Found, LooksAt, Rule


def _judge(seen: LookedAt) -> Iterator[Found]:
    week = week_of(seen)
    if week.worst is None or week.count.attempts < FEW or week.pct < GOOD_PCT:
        return
    day = week.days[week.worst]
    numbers = week.numbers(
        date=week.worst.toordinal(),
        day_attempts=day.attempts,
        day_failed=day.attempts - day.successes,
        mostly=mostly(day.failures),
    )
    yield Found("bad_day", numbers)


RULES = (
    Rule(
        id="I04",
        panel="success",
        severity=Weight.INFO,
        looks_at=LooksAt.WINDOW,
        codes=("bad_day",),
        numbers={"date": date},
        judge=_judge,
    ),
)
