"""I17: cars stand for long without charging."""

from collections.abc import Iterator

from chargeboard.domain.codes import Weight
from chargeboard.guidance.looked_at import OCCUPIED, LookedAt, is_known, time_in
from chargeboard.guidance.rule import Found, LooksAt, Rule
from chargeboard.time.instants import HOUR, SECOND

_MUCH = 0.3


def _judge(seen: LookedAt) -> Iterator[Found]:
    days = [*filter(is_known, seen.week)]
    occupied = sum(time_in(day, OCCUPIED) for day in days)
    idle = sum(time_in(day, {"suspended", "finishing"}) for day in days)
    if occupied >= HOUR and idle >= _MUCH * occupied:
        yield Found(
            "overstay_in_window" if seen.window else "overstay",
            {
                "pct": 100 * idle / occupied,
                "idle_s": idle / SECOND,
                "occupied_s": occupied / SECOND,
                "days": len(days),
            },
        )


RULES = (
    Rule(
        id="I17",
        panel="utilization",
        severity=Weight.INFO,
        action="where_others_wait",
        looks_at=LooksAt.DAYS,
        codes=("overstay", "overstay_in_window"),
        numbers={"days": "days"},
        judge=_judge,
    ),
)
