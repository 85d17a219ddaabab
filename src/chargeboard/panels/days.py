"""Which days do the figures of a board cover, and of how many is anything known?"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from chargeboard.domain.figures.board import Board
from chargeboard.panels.words import say
from chargeboard.words.dates import dates_through
from chargeboard.words.wall_clock import Local


def local_of(board: Board) -> Local:
    """The wall clock of a board's charger at the instant of the query."""
    return Local(board.charger.timezone, board.at)


def observed(board: Board) -> frozenset[date]:
    """On which days of the page's longest figures anything is known of the charger."""
    bars = board.sessions_per_day
    return frozenset(on for on, value in bars.items() if value is not None)


def incomplete(board: Board) -> frozenset[date]:
    """The days of whose time little is known."""
    return frozenset(day.date for day in board.utilization if day.incomplete)


def days_observed(number: int, seen: int | None) -> str:
    """`30 days, 6 of them observed`: how many were, where it is not all of them."""
    if seen is None or seen >= number:
        return say("days", n=number)
    return say("days_some_observed", n=number, seen=seen) if seen else say("days_none_observed", n=number)


def days_line(days: Sequence[date], today: date, known: Collection[date]) -> str:
    """
    The complete days by date and number; today is named apart: `15 – 21 Nov 2026, 7 days + today`.

    Where they are not all among the `known` days, it is said how many are.
    """
    complete = [day for day in days if day != today]
    if not complete:
        return say("today_so_far" if today in days else "no_days")
    number = days_observed(len(complete), sum(day in known for day in complete))
    line = say("dates_and_days", dates=dates_through(complete[0], complete[-1]), days=number)
    return say("and_today_so_far", days=line) if today in days else line


def is_unborn(board: Board, day: date) -> bool:
    """Whether the charger had not been heard yet on that day."""
    born = board.charger.commissioned_on
    return born is not None and day < born
