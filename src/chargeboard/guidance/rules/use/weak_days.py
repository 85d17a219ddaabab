"""I12: a day of the week was used much less than that weekday usually is."""

from collections.abc import Iterator
from datetime import date

from chargeboard.domain.codes import Weight
from chargeboard.domain.phrases import Phrase
from chargeboard.guidance.looked_at import MUCH_DOWNTIME, LookedAt, downtime_of, in_use_of, is_known, usual
from chargeboard.guidance.rule import Found, LooksAt, Rule

_SHARE = 0.5
_LEAST_PCT = 5


def _judge(seen: LookedAt) -> Iterator[Found]:
    basis = seen.board.policy.utilization_basis
    for day in filter(is_known, seen.week):
        used = in_use_of(day, basis)
        normal = usual(
            [in_use_of(before, basis) for before in seen.same_weekday_before(day.on) if is_known(before)]
        )
        if normal is None or used > _SHARE * normal or normal - used < _LEAST_PCT:
            continue
        down = downtime_of(day)
        downtime_pct = 100 * down
        why = Phrase("by_downtime", {"downtime_pct": downtime_pct}) if down >= MUCH_DOWNTIME else None
        yield Found(
            "weak_day",
            {
                "date": day.on.toordinal(),
                "pct": used,
                "usual_pct": normal,
                "downtime_pct": downtime_pct,
                "why": why,
            },
        )


RULES = (
    Rule(
        id="I12",
        panel="utilization",
        severity=Weight.INFO,
        looks_at=LooksAt.DAYS,
        codes=("weak_day",),
        numbers={"date": date},
        judge=_judge,
    ),
)
