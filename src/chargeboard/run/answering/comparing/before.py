"""
What did the days before those of a page come to, and on which of its days did the firmware change?

It is told to who looks at a charger; the list of chargers does without.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from chargeboard.domain.conclusions import DayFigures
from chargeboard.domain.figures.board import FirmwareDay
from chargeboard.domain.figures.measures import DateSpan
from chargeboard.domain.figures.session_rows import Overview
from chargeboard.history import kinds
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.days import day_figures
from chargeboard.metrics.before import Dates, periods_before, two_periods
from chargeboard.metrics.board_notes import are_same
from chargeboard.metrics.board_query import LONG_DAYS, SHORT_DAYS
from chargeboard.metrics.sessions.overview import Ended, overview, overview_of_days, together
from chargeboard.run.answering.board import MadeBoard, completed_of
from chargeboard.run.answering.comparing.firmware import changes_since
from chargeboard.time.days import dates, day_of, midnight
from chargeboard.time.spans import Span


def tell_before(made: MadeBoard) -> None:
    """Put it on a board."""
    board, history, asked = made.board, made.history, made.asked
    board.firmware_days = _firmware_days(history, asked.widest)
    long, short = (two_periods(asked, usual) for usual in (LONG_DAYS, SHORT_DAYS))
    if long is None or short is None or long.before[1] <= history.commissioned_on:
        return
    days = _days(history, made.days, long.before)
    begun = _begun(history, short.before[0], short.own[1])
    notes: dict[str, Any] = history.remembered.once(
        history.station, history.policy, ("before", asked.widest, asked.today), dict
    )
    # today's are others at each look, and in neither period
    known, figures = notes.get("before"), [own for on, own in days.items() if on < asked.today]
    if known is None or not are_same(known[0], figures) or known[1] != begun:
        known = figures, begun, periods_before(asked, days, begun, history.policy)
        notes["before"] = known
    board.before = known[2]
    if board.before:
        board.overview_before = _overview(history, long.before, days)


def _days(history: ChargerHistory, made: Mapping[date, DayFigures], before: Dates) -> dict[date, DayFigures]:
    """The figures of a board's days, and of the earlier ones."""
    first = max(before[0], history.commissioned_on)
    missing = {on for on in dates(first, before[1]) if on not in made}
    if not missing:
        return {**made}
    earlier = day_figures(history, missing, first, before[1]).figures
    return {**{on: earlier[on] for on in dates(first, before[1]) if on in earlier}, **made}


def _begun(history: ChargerHistory, first: date, end: date) -> Counter[date]:
    """How many errors began on each day."""
    span = Span(midnight(first, history.zone), midnight(end, history.zone))
    return Counter(
        day_of(error.start, history.zone)
        for error in history.episodes(span)
        if span.start <= error.start < span.end
    )


def _overview(history: ChargerHistory, before: Dates, days: Mapping[date, DayFigures]) -> Overview:
    """The sessions of the earlier days, as those of the others are told."""
    first, end = before
    span = Span(midnight(first, history.zone), midnight(end, history.zone))
    lived = [on for on in dates(first, end) if on >= history.commissioned_on]
    ended = Ended()
    if is_kept := span.start >= history.kept_since.sessions:
        stored = together([some.completed.within(span) for some in history.stored_sessions(span)])
        computed = completed_of(history.computed(kinds.SESSIONS, span))
        ended = Ended(stored).and_also(computed.within(span))
    told = overview(
        ended,
        days=len(lived),
        observed_days=sum(days[on].known > 0 for on in lived if on in days),
        first=first,
        end=end,
    )
    if is_kept:
        return told
    known = [days[on] for on in lived if on in days]
    return overview_of_days(told, [day.sessions for day in known], [float(day.energy_wh) for day in known])


def _firmware_days(history: ChargerHistory, window: Dates) -> dict[date, FirmwareDay]:
    """Those of a window, by date."""
    found = {}
    for change in changes_since(history, window[0]):
        if change.on < window[1]:
            day = FirmwareDay(was=change.was, became=change.became)
            if change.spans:
                day.before, day.after = (DateSpan(from_=first, to=end) for first, end in change.spans)
            found[change.on] = day
    return found
