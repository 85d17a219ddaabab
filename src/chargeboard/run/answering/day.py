"""What is behind the bars of a local day, and what makes them incomplete or revised?"""

from __future__ import annotations

from datetime import date, timedelta

from chargeboard.domain.conclusions import Conclusions
from chargeboard.domain.figures.day_evidence import DayEvidence, DayList, DayRow, DaySession
from chargeboard.domain.figures.measures import InstantSpan
from chargeboard.domain.figures.tallies import counts_of, totals_of
from chargeboard.history.charger import ChargerHistory
from chargeboard.history.opening import Histories
from chargeboard.metrics.attempts.rows import attempt_row, headline
from chargeboard.metrics.attempts.success import charge_end_success, session_success
from chargeboard.metrics.days.day_book import ends_on, energy_on_day, export_on_day
from chargeboard.metrics.days.day_parts import by_socket, doubts
from chargeboard.metrics.days.day_time import day_time, differences, missing
from chargeboard.metrics.days.late import final_at
from chargeboard.metrics.findings import late_news
from chargeboard.metrics.rules import rules
from chargeboard.metrics.sessions.rows import session_row
from chargeboard.run.answering.board import make_board
from chargeboard.run.answering.list_filters import ListScope
from chargeboard.run.answering.revisions import first_known, revisions
from chargeboard.run.answering.whose import whose, window_of
from chargeboard.time.days import day_span
from chargeboard.time.instants import seconds_of
from chargeboard.time.spans import Span


def day(histories: Histories, history: ChargerHistory, on: date) -> DayEvidence:
    """One local day and what its bars were made of."""
    moment, policy, zone = history.at, history.policy, history.zone
    whole = day_span(on, zone)
    board = make_board(history, (on, on + timedelta(days=1)), whole).board
    time = day_time(board, on, zone, policy)
    sessions, tried = history.sessions(whole), history.attempts(whole)
    gaps = history.gaps(Span(whole.start, moment))
    known = Conclusions(sessions=sessions, attempts=tried, gaps=gaps)
    final = final_at(on, known, zone)
    facts = history.store.facts(history.station, Span(whole.start, min(final, moment)), received_until=moment)
    steps = revisions(histories, history, on, known, final)
    ended = [session for session in sessions if session.end is not None and session.end in whole]
    use = next(iter(board.utilization), None)
    return DayEvidence(
        charger=whose(history),
        date=on,
        span=InstantSpan(from_=whole.start, to=whole.end),
        length_s=seconds_of(whole.length),
        is_partial=whole.end > moment,
        utilization=use,
        success=next(iter(board.success), None),
        uptime=next(iter(board.uptime), None),
        charge_end=headline(charge_end_success(totals_of(ended, whole)), [on]),
        session_success=headline(session_success(counts_of(tried)), [on]),
        sessions_completed=board.sessions_per_day.get(on),
        energy_wh=board.energy_per_day_wh.get(on),
        export_wh=board.fed_back_on(on),
        coverage_pct=use.coverage_pct if use else None,
        by_socket=by_socket(time, known, board),
        states_s={
            socket: {state: seconds_of(length) for state, length in held.items()}
            for socket, held in time.states().items()
        },
        timeline=board.states,
        final_at=final,
        revised=bool(board.revised_days),
        changes=first_known(steps),
        revisions=steps,
        late=late_news(facts, final) if final < moment else [],
        missing=missing(time, gaps, moment),
        doubts=doubts(known, whole, history.store.oddities(history.station, whole, moment)),
        differences=differences(time),
        sessions=[
            DaySession(
                session=session_row(session),
                energy_on_day_wh=float(energy_on_day(session, whole, time.span.end, policy)),
                counts_on_day=ends_on(session, whole),
                export_on_day_wh=float(export_on_day(session, whole, time.span.end, policy)),
            )
            for session in sessions
        ],
        attempts=[attempt_row(attempt, policy) for attempt in tried],
        policy=policy,
        rules=rules(policy),
    )


def days(history: ChargerHistory, scope: ListScope) -> DayList:
    """The days of a window: what its headlines are sums of."""
    window, _ = window_of(history, scope.window)
    board = make_board(history, (window.from_, window.to)).board
    use = {day.date: day for day in board.utilization}
    tried = {day.date: day for day in board.success}
    up = {day.date: day for day in board.uptime}
    return DayList(
        charger=whose(history),
        window=window,
        utilization=board.utilization_headline,
        success=board.success_headline,
        days=[
            DayRow(
                date=day,
                utilization=use.get(day),
                success=tried.get(day),
                uptime=up.get(day),
                sessions=board.sessions_per_day.get(day),
                energy_wh=board.energy_per_day_wh.get(day),
                export_wh=board.fed_back_on(day),
                revised=day in board.revised_days,
            )
            for day in reversed(board.sessions_per_day)
        ],
        rules=rules(history.policy),
    )
