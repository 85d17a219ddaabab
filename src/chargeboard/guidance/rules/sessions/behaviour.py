"""I15: the kind of charging that the averages show."""

from collections.abc import Iterator

from chargeboard.domain.codes import Weight
from chargeboard.domain.figures.session_rows import Overview
from chargeboard.guidance.looked_at import LookedAt
from chargeboard.guidance.rule import Found, LooksAt, Rule

_ENOUGH_SESSIONS = 5
_QUICK_S, _SLOW_S = 45 * 60, 3 * 3600
_MUCH_WH, _FAST_W = 10_000, 20_000


def _judge(seen: LookedAt) -> Iterator[Found]:
    view = seen.board.overview
    code = _kind_of(view)
    if code:
        yield Found(
            code,
            {
                "avg_duration_s": view.avg_duration_s,
                "avg_consumption_wh": view.avg_consumption_wh,
                "mean_power_w": view.mean_power_w,
                "sessions": view.total_sessions,
            },
        )


def _kind_of(view: Overview) -> str:
    duration_s, energy_wh = view.avg_duration_s, view.avg_consumption_wh
    if duration_s is None or energy_wh is None or view.total_sessions < _ENOUGH_SESSIONS:
        return ""
    if duration_s <= _QUICK_S and energy_wh >= _MUCH_WH and (view.mean_power_w or 0) >= _FAST_W:
        return "fast_charging"
    return "slow_charging" if duration_s >= _SLOW_S and energy_wh < _MUCH_WH else ""


RULES = (
    Rule(
        id="I15",
        panel="overview",
        severity=Weight.INFO,
        looks_at=LooksAt.WINDOW,
        codes=("fast_charging", "slow_charging"),
        numbers={"sessions": "sessions"},
        judge=_judge,
    ),
)
