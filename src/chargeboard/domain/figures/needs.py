"""
What comes first?

People before machines, what is before what may come: danger now, danger that was and that nobody looked into
as far as we know, out of service now, drivers who fail now, and what can wait. The rest is to be known only.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from chargeboard.domain.figures.board import Insight
from chargeboard.time.instants import BEGINNING

NEEDS: Final = ("safety", "inspect", "out_of_service", "drivers", "later")
"""Why somebody has to act, the most urgent first."""
NOW: Final = frozenset({"safety", "out_of_service", "drivers"})
"""Needs that end with what they are about."""
_SEVERITIES: Final = ("critical", "warning", "info", "good")
ALL_RIGHT: Final = "I24"
"""The rule that says that nobody has to act, and what was looked at."""


def urgency(need: str) -> int:
    """5 for danger now to 1 for what can wait; 0 where nobody has to act."""
    return len(NEEDS) - NEEDS.index(need) if need else 0


def worst_first(said: Iterable[Insight]) -> list[Insight]:
    """In the order in which they are shown: a total one, whatever order they were found in."""
    return sorted(said, key=_place)


def _place(insight: Insight) -> tuple[object, ...]:
    numbers = insight.numbers
    return (
        -urgency(insight.need),
        insight.id != ALL_RIGHT,
        _SEVERITIES.index(insight.severity),
        insight.id,
        insight.since or BEGINNING,
        insight.panel,
        insight.code,
        numbers.get("date", 0),
        numbers.get("code", ""),
        numbers.get("socket") or 0,
        numbers.get("last_seen", 0),
    )
