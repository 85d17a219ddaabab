"""I11: the charger is used much, or little."""

from collections.abc import Iterator

from chargeboard.domain.codes import Weight
from chargeboard.domain.conclusions import OUTAGE
from chargeboard.domain.phrases import Numbers, Phrase
from chargeboard.guidance.looked_at import MUCH_DOWNTIME, LookedAt, time_in
from chargeboard.guidance.rule import Found, LooksAt, Rule

_CONGESTED_PCT, _HIGH_PCT, _LOW_PCT = 80, 50, 5


def _judge(seen: LookedAt) -> Iterator[Found]:
    week = seen.board.utilization_headline
    if week.pct is None:
        return
    whole = sum(time_in(day) for day in seen.week)
    down = sum(time_in(day, OUTAGE) for day in seen.week) / whole if whole else 0.0
    if week.pct >= _CONGESTED_PCT:
        code = "congested"
    elif week.pct >= _HIGH_PCT:
        code = "used_much"
    elif week.pct < _LOW_PCT:
        code = "used_little_because_of_downtime" if down >= MUCH_DOWNTIME else "used_little"
    else:
        return
    days: Numbers = {"days": week.days, "observed": week.observed_days}
    is_whole = week.observed_days is None or week.observed_days >= week.days
    over = Phrase("over_days" if is_whole else "over_days_observed", days)
    yield Found(code, {"pct": week.pct, "days": week.days, "downtime_pct": 100 * down, "over": over})


RULES = (
    Rule(
        id="I11",
        panel="utilization",
        severity=Weight.INFO,
        looks_at=LooksAt.DAYS,
        codes=("congested", "used_much", "used_little", "used_little_because_of_downtime"),
        numbers={"days": "days"},
        judge=_judge,
    ),
)
