"""Is the charger all right, and what was looked at to say so? (I24)"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from chargeboard.domain.board import Board, Insight
from chargeboard.domain.needs import ALL_RIGHT
from chargeboard.words.formats import count, several

_KNOWN_PCT: Final = 95
_GOOD_PCT: Final = 95
_OUT: Final = frozenset({"faulted", "unavailable", "offline", "unknown"})
_NUMBERS: Final = {1: "its socket", 2: "both sockets"}


def all_right(board: Board) -> Iterator[Insight]:
    """
    One sentence where nothing needs anybody, contact stands, and a day at least is known well enough.

    More than one failed attempt in twenty is no alarm where there are few, and not all right either.
    """
    week, tried = board.utilization_headline, board.success_headline
    is_known = week.days > 0 and (week.coverage_pct or 0) >= _KNOWN_PCT
    is_there = board.charger.is_online is True and bool(board.now)
    failed = tried.denominator - tried.numerator
    drivers_get_energy = tried.pct is None or tried.pct >= _GOOD_PCT or failed <= 1
    is_broken = any(row.active for row in board.errors) or any(one.state in _OUT for one in board.now)
    if not (is_known and is_there and drivers_get_energy) or is_broken:
        return
    days = several(week.days, "day")
    sockets = _NUMBERS.get(len(board.now), f"all {count(len(board.now))} sockets")
    faults = "no fault is active" if board.errors else f"no fault in {days}"
    attempts = (
        f"{count(tried.numerator)} of {several(int(tried.denominator), 'attempt')} succeeded in {days}"
        if tried.denominator
        else f"nobody tried to charge in {days}"
    )
    yield Insight(
        id=ALL_RIGHT,
        severity="good",
        text=f"All right: connected, {sockets} in service, {faults}, {attempts}.",
        numbers={"sockets": len(board.now), "attempts": tried.denominator, "successes": tried.numerator},
        panel="events",
    )
