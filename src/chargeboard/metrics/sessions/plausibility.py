"""Can a charger have delivered so much in that time (definitions S3, 4b)?"""

from __future__ import annotations

from decimal import Decimal

from chargeboard.domain.policy import Policy
from chargeboard.time.instants import HOUR, Micros

_UNRATED_W = 1_000_000


def plausible_w(policy: Policy) -> float:
    """The mean power above which energy is not believed: 1.25 of what is rated, else 1 MW."""
    return 1250 * policy.rated_kw if policy.rated_kw else _UNRATED_W


def is_plausible(wh: Decimal, elapsed: Micros, policy: Policy) -> bool:
    """Whether the energy fits the time."""
    return float(wh) * HOUR <= plausible_w(policy) * max(elapsed, 1)
