"""
Atlas' charging use specification: `successful_completion`, whether the session ended as expected.

Of sessions that its validation takes: neither of no length nor without energy. As expected is a valid stop.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from chargeboard.official.success.rule import Judged, Of, SuccessRule, Tried


def _judge(tried: Tried) -> Iterable[Judged]:
    return (
        Judged(session.start, session.ended_well)
        for session in tried.sessions
        if session.end is not None and session.duration and session.energy_wh
    )


RULES = (
    SuccessRule(
        code="atlas",
        of=Of.SESSIONS,
        judge=_judge,
        address="https://github.com/AtlasPublicPolicy/charging-use-spec",
        read_on=date(2026, 11, 29),
    ),
)
