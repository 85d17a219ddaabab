"""What lies behind one session, and what went on around it?"""

from __future__ import annotations

from dataclasses import dataclass

from chargeboard.domain.conclusions import Attempt, Episode, Session, State
from chargeboard.domain.facts import OddityFound, Sampled, StartReported, StopReported, TransactionTold
from chargeboard.domain.figures.evidence import Rule, Whose
from chargeboard.domain.figures.session_rows import SessionRow
from chargeboard.domain.policy import Policy
from chargeboard.time.instants import Instant
from chargeboard.time.series import Series
from chargeboard.time.spans import Span


@dataclass(frozen=True, slots=True)
class SessionEvidence:
    """One transaction and what it was concluded from."""

    whose: Whose
    session: Session
    row: SessionRow
    samples: list[Sampled]
    stamped: list[StartReported | StopReported | TransactionTold]
    """Its messages whose stamp names another instant than the one that counts."""
    states: Series[State]
    """Of its socket, meanwhile and perhaps around it."""
    away: list[Span]
    """Without contact to the charger, or with us."""
    attempt: Attempt | None
    """The attempt that it belongs to."""
    errors: list[Episode]
    """What was reported of its socket or the whole charger meanwhile."""
    oddities: list[OddityFound]
    """What was repaired or left out of the charger's messages meanwhile."""
    rules: list[Rule]
    policy: Policy
    now: Instant
    true_until: Instant
    """Until when time alone leaves all of it true."""
