"""
What is a sign of life, and when is a charger out of contact (definitions 1.5)?

The one place where silence and closed links are judged: by the fold as frames come, by the timeline later,
and by whoever asks when it will be so if nothing is heard.
"""

from __future__ import annotations

from collections.abc import Iterable

from chargeboard.domain.facts import AnyFact, LinkOpened, PingAnswered
from chargeboard.domain.frame import Frame
from chargeboard.domain.policy import Policy
from chargeboard.time.instants import SECOND, Instant, Micros


def is_alive(frame: Frame, events: Iterable[AnyFact]) -> bool:
    """Whether the charger said this, came, or answered a ping (O1)."""
    return frame.direction == "in" or any(isinstance(event, LinkOpened | PingAnswered) for event in events)


def reconnect_grace(policy: Policy) -> Micros:
    """How long its last link may be closed (O2)."""
    return policy.reconnect_grace_s * SECOND


def lost_at(since: Instant, allowed: Micros) -> Instant:
    """
    When contact is lost, if nothing more is heard.

    `allowed` since the last sign of life is the limit of a silence (O3), since the close the grace (O2).
    """
    return since + allowed + 1


def is_lost(since: Instant, until: Instant, allowed: Micros) -> bool:
    """Whether contact was lost in between; it is then since the first of them."""
    return until >= lost_at(since, allowed)
