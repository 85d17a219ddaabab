"""
What should the operator notice, and what is there to do?

Each rule of definitions 3 looks at the board and the last weeks and either says one sentence with its
numbers, or is silent. What needs somebody says what to do and comes first, the most urgent at the top; where
nothing does and enough is known, that is said.
"""

from __future__ import annotations

from itertools import chain
from typing import Final

from msgspec.structs import replace

from chargeboard.domain.board import Board, Insight
from chargeboard.domain.needs import worst_first
from chargeboard.guidance.about_development import about_development
from chargeboard.guidance.about_errors import about_errors
from chargeboard.guidance.about_events import about_events
from chargeboard.guidance.about_faults import about_faults
from chargeboard.guidance.about_quality import about_quality
from chargeboard.guidance.about_service import about_service
from chargeboard.guidance.about_sessions import about_sessions
from chargeboard.guidance.about_success import about_success
from chargeboard.guidance.about_utilization import about_utilization
from chargeboard.guidance.all_right import all_right
from chargeboard.guidance.looked_at import History

__all__ = [
    "History",
    "insights",
    "of_a_window",
    "of_complete_days",
    "of_history",
    "of_the_moment",
    "worst_first",
]

_OF_COMPLETE_DAYS: Final = (about_utilization, about_development)
_OF_THE_MOMENT: Final = (
    about_faults,
    about_service,
    about_success,
    about_errors,
    about_events,
    about_sessions,
    about_quality,
)
_OF_HISTORY: Final = (about_utilization, about_development, about_success, about_sessions, about_quality)
_OF_A_WINDOW: Final = (
    about_utilization,
    about_development,
    about_success,
    about_errors,
    about_sessions,
    about_quality,
)


def insights(board: Board, seen: History) -> list[Insight]:
    """
    All guidance, the most urgent first.

    Source: definitions 3, I01-I21; I22 danger, I23 out of service and I24 all right are our own.
    """
    return worst_first([*of_complete_days(board, seen), *of_the_moment(board, seen)])


def of_complete_days(board: Board, seen: History) -> list[Insight]:
    """What the days that are over tell: the same whenever today it is asked, and needing nobody."""
    return [*chain.from_iterable(theme(board, seen) for theme in _OF_COMPLETE_DAYS)]


def of_the_moment(board: Board, seen: History) -> list[Insight]:
    """What may be another thing the next moment."""
    said = [*chain.from_iterable(theme(board, seen) for theme in _OF_THE_MOMENT)]
    return said if any(one.need for one in said) else [*said, *all_right(board)]


def of_history(board: Board, seen: History) -> list[Insight]:
    """What a charger that nobody listens to any more tells of its days: nothing of the moment, nor to do."""
    before = replace(seen, attempts=())
    said = chain.from_iterable(theme(board, before) for theme in _OF_HISTORY)
    return [replace(one, need="") for one in said]


def of_a_window(board: Board, seen: History) -> list[Insight]:
    """What days that were asked for and have passed tell: nothing of what came after, and nothing to do."""
    said = chain.from_iterable(theme(board, seen) for theme in _OF_A_WINDOW)
    return [replace(one, need="") for one in said]
