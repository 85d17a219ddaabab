"""I16: many sessions were short."""

from collections.abc import Iterator

from chargeboard.domain.codes import Weight
from chargeboard.guidance.looked_at import LookedAt
from chargeboard.guidance.rule import Found, LooksAt, Rule

_ENOUGH = 10
_MANY = 0.2


def _judge(seen: LookedAt) -> Iterator[Found]:
    done, short = len(seen.ended), seen.ended.short
    if done >= _ENOUGH and short >= _MANY * done:
        yield Found("short_sessions", {"short": short, "sessions": done, "pct": 100 * short / done})


RULES = (
    Rule(
        id="I16",
        panel="sessions",
        severity=Weight.INFO,
        looks_at=LooksAt.WINDOW,
        codes=("short_sessions",),
        judge=_judge,
    ),
)
