"""
What should the operator notice?

Each rule of definitions 3 looks at the board and the last weeks and either says one sentence with its
numbers, or is silent. The worst comes first.
"""

from __future__ import annotations

from itertools import chain
from typing import Final

from chargeboard.domain.board import Board, Insight
from chargeboard.metrics.insights.about_errors import about_errors
from chargeboard.metrics.insights.about_events import about_events
from chargeboard.metrics.insights.about_quality import about_quality
from chargeboard.metrics.insights.about_sessions import about_sessions
from chargeboard.metrics.insights.about_success import about_success
from chargeboard.metrics.insights.about_utilization import about_utilization
from chargeboard.metrics.insights.history import History

__all__ = ["History", "insights"]

WORST_FIRST: Final = ("critical", "warning", "info", "good")
_THEMES: Final = (
    about_success,
    about_errors,
    about_events,
    about_utilization,
    about_sessions,
    about_quality,
)


def insights(board: Board, seen: History) -> list[Insight]:
    """
    All guidance, the worst first, then by rule.

    Source: definitions 3, I01-I21.
    """
    said = chain.from_iterable(theme(board, seen) for theme in _THEMES)
    return sorted(said, key=lambda insight: (WORST_FIRST.index(insight.severity), insight.id))
