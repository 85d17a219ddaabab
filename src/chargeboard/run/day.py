"""What is behind the bars of a local day, and what makes them incomplete or revised?"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

from chargeboard.domain.board import InstantSpan
from chargeboard.domain.evidence import DayEvidence, DayList, DayRow, DaySession, Missing
from chargeboard.domain.instants import instant_of, seconds_of, text_of
from chargeboard.domain.span import Span, day_span
from chargeboard.metrics.attempts.rows import attempt_row
from chargeboard.metrics.findings import late_news
from chargeboard.metrics.late import final_at
from chargeboard.metrics.rules import rules
from chargeboard.metrics.sessions.energy import energy_at
from chargeboard.metrics.sessions.rows import session_row
from chargeboard.run.asked import Wanted
from chargeboard.run.ground import Ground
from chargeboard.run.look import Looker


def day(seen: Ground, looker: Looker, on: date) -> DayEvidence:
    """One local day and what its bars were made of."""
    moment = seen.at
    policy, whole = seen.profile.policy, day_span(on, seen.zone)
    span = Span(whole.start, max(whole.start, min(whole.end, moment)))
    board = looker.look(seen.station, moment, (on, on + timedelta(days=1)), span).board
    sessions = seen.sessions(whole)
    tried = seen.attempts(whole)
    gaps = seen.gaps(span)
    facts = seen.store.facts(seen.station, whole, received_until=moment)
    known = seen.store.conclusions(seen.station, whole)
    whose = seen.whose
    known.sessions, known.attempts = sessions, tried
    use = next(iter(board.utilization), None)
    states: dict[str, Counter[str]] = {}
    for socket, pieces in board.states.items():
        states[socket] = Counter()
        for start, end, state in pieces:
            states[socket][state] += _micros(end) - _micros(start)
    return DayEvidence(
        charger=whose,
        date=on,
        span=InstantSpan(from_=text_of(whole.start), to=text_of(whole.end)),
        length_s=seconds_of(whole.length),
        is_partial=whole.end > moment,
        utilization=use,
        success=next(iter(board.success), None),
        uptime=next(iter(board.uptime), None),
        sessions_completed=board.sessions_per_day.get(on.isoformat()),
        energy_wh=board.energy_per_day_wh.get(on.isoformat()),
        coverage_pct=use.coverage_pct if use else None,
        states_s={
            socket: {state: seconds_of(micros) for state, micros in held.items()}
            for socket, held in states.items()
        },
        timeline=board.states,
        revised=bool(board.revised_days),
        late=late_news(facts, final_at(on, known, seen.zone)) if whole.end <= moment else [],
        missing=[
            Missing(
                from_=text_of(max(gap.start, span.start)),
                to=text_of(min(gap.until(moment).end, span.end)),
                why=gap.kind,
            )
            for gap in gaps
            if gap.until(moment).overlaps(span)
        ],
        sessions=[
            DaySession(
                session=session_row(one),
                energy_on_day_wh=float(
                    energy_at(one.readings, span.end) - energy_at(one.readings, span.start)
                ),
                counts_on_day=one.is_completed and one.end is not None and one.end in whole,
            )
            for one in sessions
        ],
        attempts=[attempt_row(one, policy) for one in tried],
        rules=rules(policy),
    )


def days(seen: Ground, looker: Looker, wanted: Wanted) -> DayList:
    """The days of a window: what its headlines are sums of."""
    window, _ = seen.window(wanted.window)
    board = looker.look(seen.station, seen.at, (window.from_, window.to)).board
    whose = seen.whose
    use = {day.date: day for day in board.utilization}
    tried = {day.date: day for day in board.success}
    up = {day.date: day for day in board.uptime}
    return DayList(
        charger=whose,
        window=window,
        utilization=board.utilization_headline,
        success=board.success_headline,
        days=[
            DayRow(
                date=day,
                utilization=use.get(day),
                success=tried.get(day),
                uptime=up.get(day),
                sessions=board.sessions_per_day.get(text),
                energy_wh=board.energy_per_day_wh.get(text),
                revised=text in board.revised_days,
            )
            for text in reversed(board.sessions_per_day)
            if (day := date.fromisoformat(text))
        ],
        rules=rules(seen.profile.policy),
    )


def _micros(text: str) -> int:
    return instant_of(datetime.fromisoformat(text))
