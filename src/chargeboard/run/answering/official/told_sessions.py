"""What do files for a regulator tell of a session that its row does not?"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from chargeboard.domain.conclusions import Session
from chargeboard.history.charger import ChargerHistory
from chargeboard.time.instants import HOUR, SECOND
from chargeboard.time.spans import Span


class Seen(NamedTuple):
    """What was told meanwhile."""

    peak_w: float | None
    """The highest power that was reported, or where none was the greatest mean of the register."""
    errors: tuple[str, ...]
    """Of the socket; where there are none, the reason of a stop that was no proper one."""


def ended_in(history: ChargerHistory, span: Span) -> list[Session]:
    """Sessions of a known socket that ended in a span."""
    return [
        session
        for session in history.sessions(span)
        if session.end is not None and session.end in span and session.socket is not None
    ]


def seen_of(history: ChargerHistory, session: Session) -> Seen:
    """Of one that ended."""
    near = Span(session.start, session.until + history.policy.late_meter_s * SECOND + 1)
    codes = sorted(
        {
            episode.code
            for episode in history.episodes(near)
            if episode.socket == session.socket and episode.start < near.end
        }
    )
    if not codes and not session.ended_well and session.reason:
        codes = [session.reason]
    return Seen(_mean_peak(session) if session.peak_w is None else session.peak_w, tuple(codes))


def _mean_peak(session: Session) -> float | None:
    """Where no power was reported: the greatest mean between two readings; None: not known."""
    means = [
        float(later.energy_wh - one.energy_wh) * HOUR / (later.at - one.at)
        for one, later in pairwise(session.readings)
        if later.at > one.at
    ]
    return max(means, default=0.0 if session.energy_wh == 0 else None)
