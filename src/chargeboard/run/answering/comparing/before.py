"""
What did the days before those of a page come to, and on which of its days did firmware or settings change?

It is told to who looks at a charger. The list of chargers does without; who makes its lines finds it all the
same, for whoever looks next.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date

from chargeboard.domain.conclusions import DayFigures, Session
from chargeboard.domain.figures.board import FirmwareDay, SettingsDay
from chargeboard.domain.figures.measures import DateSpan
from chargeboard.domain.figures.session_rows import Overview
from chargeboard.domain.records import StoredSessions
from chargeboard.history import kinds
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.days import day_figures
from chargeboard.metrics.before import Dates, periods_before, two_periods
from chargeboard.metrics.board_notes import OVERVIEW_BEFORE, PERIODS_BEFORE, once
from chargeboard.metrics.board_query import LONG_DAYS, SHORT_DAYS
from chargeboard.metrics.sessions.overview import Ended, overview, overview_of_days, together
from chargeboard.run.answering.board import MadeBoard, completed_of
from chargeboard.run.answering.comparing.turning_days import changes_since, settings_told
from chargeboard.time.days import dates, day_of, midnight
from chargeboard.time.instants import NEVER, Instant
from chargeboard.time.spans import Span


def tell_before(made: MadeBoard) -> None:
    """Put it on a board; it is made again only where days, errors or sessions are not those of before."""
    board, history, asked = made.board, made.history, made.asked
    _tell_changes(made)
    long, short = (two_periods(asked, usual) for usual in (LONG_DAYS, SHORT_DAYS))
    if long is None or short is None or long.before[1] <= history.commissioned_on:
        return
    days = _days(history, made.days, long.before)
    # today's are others at each look, and in neither period
    figures = [days[on] for on in sorted(days) if on < asked.today]
    begun = _errors_begun(history, (short.before[0], short.own[1]))
    board.before = once(
        made.memory,
        PERIODS_BEFORE,
        figures,
        lambda: periods_before(
            asked, days, Counter(day_of(at, history.zone) for at in begun), history.policy
        ),
        also=begun,
    )
    if board.before:
        span = _span(history, long.before)
        is_kept = span.start >= history.kept_since.sessions
        sessions = history.computed(kinds.SESSIONS, span) if is_kept else []
        # one that goes on is another at each look, and counts in no period
        computed = [one for one in sessions if one.end is not None]
        board.overview_before = once(
            made.memory,
            OVERVIEW_BEFORE,
            [*figures, *computed],
            lambda: _overview(
                history, long.before, days, history.stored_sessions(span) if is_kept else [], computed
            ),
            also=history.sessions_as_of(span) if is_kept else None,
        )


def _span(history: ChargerHistory, window: Dates) -> Span:
    first, end = window
    return Span(midnight(first, history.zone), midnight(end, history.zone))


def _days(
    history: ChargerHistory, made: Mapping[date, DayFigures], before: Dates
) -> Mapping[date, DayFigures]:
    """The figures of a board's days, and of the earlier ones."""
    first = max(before[0], history.commissioned_on)
    missing = {on for on in dates(first, before[1]) if on not in made}
    if not missing:
        return made
    earlier = day_figures(history, missing, first, before[1]).figures
    return {**{on: earlier[on] for on in dates(first, before[1]) if on in earlier}, **made}


def _errors_begun(history: ChargerHistory, window: Dates) -> list[Instant]:
    """When each error of a window began."""
    span = _span(history, window)
    # as the others are asked for, up to now: they are among what is remembered
    return [error.start for error in history.episodes(Span(span.start, NEVER)) if error.start in span]


def _overview(
    history: ChargerHistory,
    before: Dates,
    days: Mapping[date, DayFigures],
    stored: Sequence[StoredSessions],
    computed: Sequence[Session],
) -> Overview:
    """The sessions of the earlier days, as those of the others are told."""
    first, end = before
    span, born = _span(history, before), history.commissioned_on
    lived = [on for on in dates(first, end) if on >= born]
    ended = Ended(together([some.completed.within(span) for some in stored]))
    told = overview(
        ended.and_also(completed_of(computed).within(span)),
        days=len(lived),
        observed_days=sum(days[on].known > 0 for on in lived if on in days),
        first=first,
        end=end,
    )
    if span.start >= history.kept_since.sessions:
        return told
    known = [days[on] for on in lived if on in days]
    return overview_of_days(told, [day.sessions for day in known], [float(day.energy_wh) for day in known])


def _tell_changes(made: MadeBoard) -> None:
    """The days of the window on which firmware or settings changed."""
    board, (first, end) = made.board, made.asked.widest
    for change in changes_since(made.history, first):
        if change.on >= end:
            continue
        before, after = [DateSpan(from_=since, to=to) for since, to in change.spans or ()] or (None, None)
        if (turn := change.firmware) is not None:
            board.firmware_days[change.on] = FirmwareDay(
                was=turn.was, became=turn.became, before=before, after=after
            )
        if change.settings:
            board.setting_days[change.on] = SettingsDay(
                settings=[settings_told(one) for one in change.settings], before=before, after=after
            )
