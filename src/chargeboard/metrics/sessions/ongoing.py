"""Which sessions are running (definitions 2.6)?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chargeboard.domain.conclusions import Session, State
from chargeboard.domain.figures.session_rows import Ongoing, OngoingSession
from chargeboard.metrics.sessions.recent_power import from_readings, recent
from chargeboard.time.instants import HOUR, MINUTE, Instant, seconds_of

_FRESH_FOR = 5 * MINUTE


def ongoing(
    sessions: Sequence[Session],
    *,
    states: Mapping[int, State],
    is_offline: bool,
    last_contact: Instant | None,
    now: Instant,
) -> Ongoing:
    """
    Open sessions at `now`, by start, then socket.

    Stale ones, of a charger without contact, are listed and not closed.
    """
    running = sorted(
        (session for session in sessions if session.is_open),
        key=lambda session: (session.start, session.socket or 0, session.key),
    )
    rows = [_row(open_session, states, last_contact, now, is_offline=is_offline) for open_session in running]
    return Ongoing(
        active_sessions=len(rows),
        energy_wh=float(sum(row.energy_wh or 0 for row in rows)),
        sessions=rows,
        export_wh=sum(row.export_wh or 0 for row in rows),
    )


def _row(
    session: Session,
    states: Mapping[int, State],
    last_contact: Instant | None,
    now: Instant,
    *,
    is_offline: bool,
) -> OngoingSession:
    age = None if session.power_at is None else max(0, now - session.power_at)
    fresh_for = max(3 * (session.sampled_every or 0), _FRESH_FOR)
    return OngoingSession(
        socket=session.socket,
        start=session.start,
        duration_s=seconds_of(max(0, now - session.start)),
        energy_wh=None if session.energy_wh is None else float(session.energy_wh),
        power_w=session.power_w,
        power_at=session.power_at,
        power_age_s=None if age is None else seconds_of(age),
        power_is_old=age is not None and age > fresh_for,
        power_estimated_w=_estimated_w(session),
        soc_pct=session.soc_pct,
        state=states.get(session.socket or 0, "unknown"),
        stale=is_offline,
        last_contact=last_contact,
        key=session.key,
        export_wh=None if session.export_wh is None else float(session.export_wh),
        recent_power=list(session.powers or recent(from_readings(session.readings))),
    )


def _estimated_w(session: Session) -> float | None:
    """Where power was never reported: the mean power between the last two readings."""
    if session.power_w is not None or len(session.readings) < 2:
        return None
    before, after = session.readings[-2:]
    if after.at <= before.at:
        return None
    return float(after.energy_wh - before.energy_wh) * HOUR / (after.at - before.at)
