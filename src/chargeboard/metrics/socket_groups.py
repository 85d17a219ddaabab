"""Which socket does a connector belong to? (1.1)"""

from __future__ import annotations

from chargeboard.domain.policy import Policy


def socket_of(raw: int, policy: Policy) -> int:
    """The first number of its group for a connector that shares its power output, else its own."""
    return next((group[0] for group in policy.socket_groups if raw in group), raw)
