"""
What do days that are over come to, which are not settled yet?

A charger is settled by what it says. One that says no more has days all the same, without contact: they are
found with its line of the list, and stand among the sums of days until they are settled.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta

from chargeboard.domain.conclusions import DayFigures
from chargeboard.domain.totals import DayTotals, Totals
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.days import day_figures
from chargeboard.metrics.days.day_totals import totals_on
from chargeboard.metrics.days.late import SETTLING
from chargeboard.run.answering.board import MadeBoard
from chargeboard.run.understanding.settle import FACTS_AT_ONCE
from chargeboard.time.days import dates, day_of, midnight
from chargeboard.time.instants import NEVER
from chargeboard.time.spans import Span

_LONGEST = timedelta(days=1100)
"""
Of a charger that was away for longer when it was settled anew, or said more since than one step may read, the
days of a board alone are told.
"""


def totals_ahead(made: MadeBoard) -> list[DayTotals]:
    """Of each day, by date; of one that is known by a log alone up to the last one of that."""
    history = made.history
    zone, progress = history.zone, history.progress
    reached = progress.first_fact_at if progress.settled_until is None else progress.settled_until
    if reached is None or progress.newest_fact_at is None:
        return []
    # one that goes on speaking is settled soon
    told_by = history.at - SETTLING if made.board.charger.is_online else history.at
    first, end = day_of(reached, zone), day_of(told_by, zone)
    if history.known.is_log:
        end = min(end, day_of(progress.newest_fact_at, zone) + timedelta(days=1))
    days = {on: figures for on, figures in made.days.items() if first <= on < end}
    if not days:
        return []
    known = {**_behind_the_board(history, first, min(days)), **days}
    start = midnight(min(known), zone)
    begun = Counter(day_of(error.start, zone) for error in history.episodes(Span(start, NEVER)))
    return [totals_on(known[on], begun[on], history.policy) for on in sorted(known)]


def _behind_the_board(history: ChargerHistory, first: date, end: date) -> dict[date, DayFigures]:
    """Days that are older than those of a board, unless their sums were kept when they were not."""
    if not first < end <= first + _LONGEST:
        return {}
    if history.store.totals(history.station, first, end) != Totals():
        return {}
    span = Span(midnight(first, history.zone), midnight(end, history.zone))
    if len(history.store.facts(history.station, span, most=FACTS_AT_ONCE)) == FACTS_AT_ONCE:
        return {}  # others wait meanwhile
    return day_figures(history, [*dates(first, end)], first, end).figures
