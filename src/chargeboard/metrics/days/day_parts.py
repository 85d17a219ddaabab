"""What is each socket in a day's figures, and what makes these uncertain although the time is known?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from chargeboard.domain.codes import DoubtKind, OddityKind, Outcome, SessionFlag
from chargeboard.domain.conclusions import Conclusions, DayFigures, Session
from chargeboard.domain.facts import OddityFound
from chargeboard.domain.figures.board import Board
from chargeboard.domain.figures.day_evidence import Doubt, SocketDay
from chargeboard.domain.figures.day_rows import SuccessDay
from chargeboard.metrics.attempts.success import success_day
from chargeboard.metrics.days.day_book import ends_on, energy_on_day, export_on_day
from chargeboard.metrics.days.day_time import DayTime
from chargeboard.metrics.days.utilization import utilization_day
from chargeboard.time.days import day_of, day_span
from chargeboard.time.spans import Span


def by_socket(time: DayTime, known: Conclusions, board: Board) -> list[SocketDay]:
    """Each socket's part of the day; what no socket can be named for stands last, if there is any."""
    on, policy, whole = time.on, time.policy, day_span(time.on, time.zone)
    today = day_of(board.at, time.zone)
    states, up = time.states(), next(iter(board.uptime), None)
    named = {session.socket for session in known.sessions} | {attempt.socket for attempt in known.attempts}
    sockets = sorted({*states, *(socket for socket in named if socket is not None)})
    socket_daies = []
    for socket in [*sockets, None] if None in named else [*sockets]:
        own = [session for session in known.sessions if session.socket == socket]
        energy_wh = sum(energy_on_day(own_session, whole, time.span.end, policy) for own_session in own)
        export_wh = sum(export_on_day(own_session, whole, time.span.end, policy) for own_session in own)
        outcomes = Counter(attempt.outcome for attempt in known.attempts if attempt.socket == socket)
        told = success_day(outcomes, policy)
        held = states.get(socket) if socket is not None else None
        figures = DayFigures(on=on, length=whole.length, states={} if held is None else {0: held})
        use = utilization_day(figures, today=today, policy=policy) if held else None
        is_known = socket is None or bool(own) or figures.known > 0
        completed = sum(ends_on(own_session, whole) for own_session in own)
        socket_daies.append(
            SocketDay(
                socket=socket,
                # what is rated is the charger, not its sockets
                utilization=use and replace(use, capacity_factor_pct=None),
                success=SuccessDay(
                    date=on,
                    attempts=told.attempts,
                    successes=told.successes,
                    pct=told.pct,
                    failures=told.failures,
                    partial=on >= today,
                    pending=told.pending,
                    charger_pct=told.charger.pct,
                    charger_attempts=told.charger.denominator,
                ),
                uptime=up.by_socket.get(socket) if up and socket is not None else None,
                sessions=completed if is_known else None,
                energy_wh=float(energy_wh) if is_known else None,
                export_wh=float(export_wh) if is_known else None,
            )
        )
    return socket_daies


def doubts(known: Conclusions, day: Span, odd: Sequence[OddityFound]) -> list[Doubt]:
    """What makes figures of the day provisional, a lower bound or incomplete, the plainest first."""
    found = [_of_sessions(what, figures, some) for what, figures, some in _kinds(known.sessions, day)]
    pending = sum(attempt.outcome == Outcome.PENDING for attempt in known.attempts)
    found.append(Doubt(what=DoubtKind.PENDING_ATTEMPT, count=pending, figures=["success"]))
    for kind in (OddityKind.CLOCK, OddityKind.QUARANTINED):
        count = sum(oddity.count for oddity in odd if oddity.kind == kind)
        found.append(Doubt(what=DoubtKind(kind), count=count, figures=["all"]))
    return [session for session in found if session.count]


def _kinds(sessions: Sequence[Session], day: Span) -> Iterator[tuple[DoubtKind, list[str], list[Session]]]:
    ended = [session for session in sessions if session.end is not None and session.end in day]
    yield DoubtKind.OPEN_SESSION, ["sessions", "energy"], [session for session in sessions if session.is_open]
    yield (
        DoubtKind.ENERGY_UNKNOWN,
        ["energy"],
        [session for session in ended if session.energy_wh is None],
    )
    yield (
        DoubtKind.ENERGY_LOWER_BOUND,
        ["energy"],
        [session for session in ended if session.end_inferred and session.is_completed],
    )
    yield (
        DoubtKind.ENERGY_SUSPICIOUS,
        ["energy"],
        [session for session in sessions if SessionFlag.ENERGY_SUSPICIOUS in session.flags],
    )


def _of_sessions(what: DoubtKind, figures: list[str], sessions: Sequence[Session]) -> Doubt:
    return Doubt(
        what=what, count=len(sessions), figures=figures, sessions=[session.key for session in sessions]
    )
