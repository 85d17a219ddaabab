"""What of a charger's board does the sum of its site need?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from chargeboard.domain.conclusions import OCCUPIED, DayFigures
from chargeboard.domain.figures.board import Board
from chargeboard.domain.figures.day_rows import SuccessDay
from chargeboard.domain.figures.site import ChargerPart, PartDay, PartSessions, PartUse
from chargeboard.domain.load import DayLoad
from chargeboard.metrics.days.utilization import available, in_use
from chargeboard.time.days import midnight
from chargeboard.time.instants import HOUR, SECOND
from chargeboard.time.spans import Span


def part_of(board: Board, days: Mapping[date, DayFigures], loads: Sequence[DayLoad] = ()) -> ChargerPart:
    """The part of a board of the usual dates; `days` are what it was made of, `loads` those not settled."""
    charger = board.charger
    known = [day for day in board.success if day.date in days]
    return ChargerPart(
        at=board.at,
        first_seen=charger.first_seen,
        commissioned_on=charger.commissioned_on,
        sockets=list(charger.sockets),
        socket_names=dict(charger.socket_names),
        days=[
            PartDay(
                on,
                sessions,
                board.energy_per_day_wh.get(on),
                board.export_per_day_wh.get(on, 0),
                on in board.revised_days,
            )
            for on, sessions in board.sessions_per_day.items()
        ],
        use=[_use(days[day.date], day, board) for day in known],
        sums=_sums(board),
        ongoing=[]
        if charger.is_history
        else [replace(session, recent_power=[]) for session in board.ongoing.sessions],
        errors=[] if charger.is_history else board.errors,
        gaps=[(gap.start, None if gap.end >= board.at else gap.end) for gap in _gaps(board)],
        loads=[*loads],
    )


def _gaps(board: Board) -> list[Span]:
    """Of the short days; a charger whose log has ended is out of contact by no event."""
    days = [day.date for day in board.utilization]
    if not days or board.charger.is_history:
        return []
    since = midnight(min(days), board.charger.timezone)
    return [gap for gap in board.offline_gaps if gap.end > since]


def _use(figures: DayFigures, tried: SuccessDay, board: Board) -> PartUse:
    policy = board.policy
    return PartUse(
        on=figures.on,
        used=in_use(figures, policy),
        available=available(figures, policy),
        charging=figures.held_in(("charging",)),
        suspended=figures.held_in(("suspended",)),
        occupied=figures.held_in(OCCUPIED),
        known=figures.known,
        observed=figures.observed,
        is_revised=figures.revised,
        attempts=tried.attempts,
        successes=tried.successes,
        failures=dict(tried.failures),
        pending=tried.pending,
        charger_attempts=tried.charger_attempts,
    )


def _sums(board: Board) -> PartSessions:
    seen = board.overview
    metered = seen.total_consumption_wh * HOUR / SECOND / seen.mean_power_w if seen.mean_power_w else 0
    return PartSessions(
        days=seen.days,
        observed_days=seen.observed_days or 0,
        sessions=seen.total_sessions,
        duration_s=(seen.avg_duration_s or 0) * seen.total_sessions,
        energy_wh=seen.total_consumption_wh,
        energy_unknown=seen.energy_unknown,
        metered_s=metered,
        are_kept=seen.avg_duration_s is not None or not seen.total_sessions,
    )
