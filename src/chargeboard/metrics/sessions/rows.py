"""How is a session written down for the page, the API and the export?"""

from __future__ import annotations

from collections.abc import Iterable

from chargeboard.domain.conclusions import Session
from chargeboard.domain.figures.session_rows import SessionRow
from chargeboard.metrics.sessions.ended_by import ended_by
from chargeboard.time.instants import seconds_of


def by_start(rows: Iterable[SessionRow]) -> list[SessionRow]:
    """Rows in the order of the document."""
    return sorted(rows, key=lambda row: (row.start, row.key))


def session_row(session: Session) -> SessionRow:
    """One transaction as a row of the document."""
    duration = session.duration
    return SessionRow(
        key=session.key,
        socket=session.socket,
        start=session.start,
        end=session.end,
        duration_s=None if duration is None else seconds_of(duration),
        energy_wh=None if session.energy_wh is None else float(session.energy_wh),
        export_wh=None if session.export_wh is None else float(session.export_wh),
        reason=session.reason,
        end_inferred=session.end_inferred,
        completed=session.is_completed,
        flags=list(session.flags),
        why=list(session.why),
        transaction_ids=list(session.transaction_ids),
        peak_w=session.peak_w,
        start_soc_pct=session.start_soc_pct,
        end_soc_pct=session.soc_pct,
        ended_by=ended_by(session),
        learned_at=session.learned_at,
    )
