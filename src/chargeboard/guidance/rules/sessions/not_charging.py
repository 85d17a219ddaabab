"""I19: a session runs and no energy flows."""

from collections.abc import Iterator

from chargeboard.domain.codes import Need, Weight
from chargeboard.domain.phrases import Numbers
from chargeboard.guidance.looked_at import LookedAt
from chargeboard.guidance.rule import Found, LooksAt, Rule
from chargeboard.time.instants import MINUTE, Instant

_WARM_UP = 10 * MINUTE


def _judge(seen: LookedAt) -> Iterator[Found]:
    least = seen.board.policy.min_success_energy_wh
    for session in seen.board.ongoing.sessions:
        energy_wh = session.energy_wh
        is_slow = energy_wh is not None and max(energy_wh, session.export_wh or 0) < least
        if not is_slow or session.state == "suspended" or session.stale:
            continue
        start = session.start
        if seen.has_come(start + _WARM_UP):
            numbers: Numbers = {"socket": session.socket, "energy_wh": energy_wh, "start": start}
            yield Found("not_charging", numbers, since=start)


RULES = (
    Rule(
        id="I19",
        panel="ongoing",
        severity=Weight.WARNING,
        need=Need.DRIVERS,
        action="stop_it_and_try_another_car",
        looks_at=LooksAt.MOMENT,
        codes=("not_charging",),
        numbers={"start": Instant},
        judge=_judge,
    ),
)
