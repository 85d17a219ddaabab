"""
What should the operator notice?

Each rule of definitions 3 looks at the board and the last weeks and either says one sentence with its
numbers, or is silent. The worst comes first.
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain
from typing import Final

from chargeboard.domain.board import Board, Insight
from chargeboard.metrics.insights.about_development import about_development
from chargeboard.metrics.insights.about_errors import about_errors
from chargeboard.metrics.insights.about_events import about_events
from chargeboard.metrics.insights.about_quality import about_quality
from chargeboard.metrics.insights.about_sessions import about_sessions
from chargeboard.metrics.insights.about_success import about_success
from chargeboard.metrics.insights.about_utilization import about_utilization
from chargeboard.metrics.insights.history import History

__all__ = ["History", "insights", "of_complete_days", "of_the_moment", "worst_first"]

WORST_FIRST: Final = ("critical", "warning", "info", "good")
_OF_COMPLETE_DAYS: Final = (about_utilization, about_development)
_OF_THE_MOMENT: Final = (about_success, about_errors, about_events, about_sessions, about_quality)


def insights(board: Board, seen: History) -> list[Insight]:
    """
    All guidance, the worst first, then by rule.

    Source: definitions 3, I01-I21.
    """
    return worst_first([*of_complete_days(board, seen), *of_the_moment(board, seen)])


def of_complete_days(board: Board, seen: History) -> list[Insight]:
    """What the days that are over tell: the same whenever today it is asked."""
    return [*chain.from_iterable(theme(board, seen) for theme in _OF_COMPLETE_DAYS)]


def of_the_moment(board: Board, seen: History) -> list[Insight]:
    """What may be another thing the next moment."""
    return [*chain.from_iterable(theme(board, seen) for theme in _OF_THE_MOMENT)]


def worst_first(said: Iterable[Insight]) -> list[Insight]:
    """In the order in which they are shown."""
    return sorted(said, key=lambda insight: (WORST_FIRST.index(insight.severity), insight.id))
