"""From when on does nothing that happens later belong to an attempt?"""

from __future__ import annotations

from typing import Final

from chargeboard.domain.policy import Policy
from chargeboard.metrics.attempts.failure_class import end_of
from chargeboard.metrics.attempts.open_attempt import OpenAttempt
from chargeboard.time.instants import SECOND, Instant, micros_of

AFTERWARDS: Final = 60 * SECOND
"""Errors up to this long after the end of an attempt still explain it (2.3)."""


def settles_at(open_attempt: OpenAttempt, policy: Policy) -> Instant | None:
    """
    The end of all windows in which something can still join it; None while its end, or a session's, is open.

    A plug-in that goes on is not asked about here.
    """
    end = end_of(open_attempt, policy)
    own = [session.settles_at for session in (*open_attempt.sessions, *open_attempt.refused)]
    if end is None or None in own:
        return None
    over = max(end, open_attempt.last, open_attempt.released_at or end)
    joined = micros_of(max(policy.attempt_match_window_s, policy.auth_retry_dedup_s))
    return max([over + max(joined, AFTERWARDS), *(at for at in own if at is not None)])
