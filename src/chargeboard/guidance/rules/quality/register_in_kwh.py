"""Q20: the register seems to count kWh and call them Wh."""

from collections.abc import Iterator

from chargeboard.domain.codes import Need, Weight
from chargeboard.guidance.looked_at import LookedAt
from chargeboard.guidance.rule import Found, LooksAt, Rule


def _judge(seen: LookedAt) -> Iterator[Found]:
    sessions = seen.board.data_quality.sessions_in_kwh
    if sessions and seen.board.policy.energy_factor == 1:
        yield Found("register_in_kwh", {"sessions": sessions})


RULES = (
    Rule(
        id="Q20",
        panel="quality",
        severity=Weight.WARNING,
        need=Need.LATER,
        action="set_the_energy_factor",
        looks_at=LooksAt.WINDOW,
        codes=("register_in_kwh",),
        numbers={"sessions": "sessions_rose"},
        judge=_judge,
    ),
)
