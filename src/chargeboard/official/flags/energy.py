"""Is a session's energy more than its charger can give in its time?"""

from __future__ import annotations

from chargeboard.domain.conclusions import Session
from chargeboard.domain.policy import Policy
from chargeboard.time.instants import HOUR


def is_above_rated(session: Session, policy: Policy, times: float) -> bool:
    """Whether it is more than so many times rated power over its length; never where that is not known."""
    if policy.rated_kw is None or session.energy_wh is None or session.duration is None:
        return False
    most_wh = times * policy.rated_kw * 1000 * session.duration / HOUR
    return float(session.energy_wh) > most_wh
