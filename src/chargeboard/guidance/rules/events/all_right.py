"""
I24: nothing needs anybody, contact stands, and a day at least is known well enough.

More than one failed attempt in twenty is no alarm where there are few, and not all right either.
"""

from collections.abc import Iterator

from chargeboard.domain.codes import Weight
from chargeboard.domain.figures.needs import ALL_RIGHT
from chargeboard.domain.phrases import Numbers, Phrase
from chargeboard.guidance.looked_at import LookedAt
from chargeboard.guidance.rule import Found, LooksAt, Rule

_KNOWN_PCT = 95
_GOOD_PCT = 95
_OUT = frozenset({"faulted", "unavailable", "offline", "unknown"})
_IN_SERVICE = {1: "its_socket", 2: "both_sockets"}


def _judge(seen: LookedAt) -> Iterator[Found]:
    board = seen.board
    week, tried = board.utilization_headline, board.success_headline
    is_known = week.days > 0 and (week.coverage_pct or 0) >= _KNOWN_PCT
    is_there = board.charger.is_online is True and bool(board.now)
    failed = tried.denominator - tried.numerator
    drivers_get_energy = tried.pct is None or tried.pct >= _GOOD_PCT or failed <= 1
    is_broken = any(row.active for row in board.errors) or any(now.state in _OUT for now in board.now)
    if not (is_known and is_there and drivers_get_energy) or is_broken:
        return
    numbers: Numbers = {
        "sockets": len(board.now),
        "days": week.days,
        "attempts": int(tried.denominator),
        "successes": int(tried.numerator),
    }
    checked: Numbers = {
        **numbers,
        "service": Phrase(_IN_SERVICE.get(len(board.now), "all_sockets"), numbers),
        "faults": Phrase("no_fault_active" if board.errors else "no_fault_in_days", numbers),
        "tried": Phrase("attempts_succeeded" if tried.denominator else "nobody_tried", numbers),
    }
    yield Found("all_right", {**numbers, "checked": Phrase("checked", checked)})


RULES = (
    Rule(
        id=ALL_RIGHT,
        panel="events",
        severity=Weight.GOOD,
        looks_at=LooksAt.MOMENT,
        codes=("all_right",),
        numbers={"days": "days", "attempts": "attempts"},
        judge=_judge,
        is_last=True,
    ),
)
