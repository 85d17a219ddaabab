"""What comes first?"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from chargeboard.domain.codes import Need, Weight
from chargeboard.domain.figures.board import Insight
from chargeboard.time.instants import BEGINNING

_NEEDS: Final = tuple(Need)
_WEIGHTS: Final = tuple(Weight)
ALL_RIGHT: Final = "I24"
"""The rule that says that nobody has to act, and what was looked at."""


def urgency(need: Need) -> int:
    """5 for danger now to 1 for what can wait; 0 where nobody has to act."""
    return _NEEDS.index(Need.NOBODY) - _NEEDS.index(need)


def worst_first(said: Iterable[Insight]) -> list[Insight]:
    """In the order in which they are shown: a total one, whatever order they were found in."""
    return sorted(said, key=_place)


def _place(insight: Insight) -> tuple[object, ...]:
    numbers = insight.numbers
    return (
        -urgency(insight.need),
        insight.id != ALL_RIGHT,
        _WEIGHTS.index(insight.severity),
        insight.id,
        insight.since or BEGINNING,
        insight.panel,
        insight.code,
        numbers.get("date", 0),
        numbers.get("code", ""),
        numbers.get("socket") or 0,
        numbers.get("last_seen", 0),
    )
