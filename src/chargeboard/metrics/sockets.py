"""Which sockets does the charger have, and since when are they watched (definitions 1.1, T4)?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from chargeboard.domain.facts import AnyFact, Sampled, StartReported, StatusReported, TransactionTold
from chargeboard.domain.instants import Instant
from chargeboard.domain.policy import Policy


def socket_of(raw: int, policy: Policy) -> int:
    """The socket that a connector belongs to: the first of its group, else itself."""
    for group in policy.socket_groups:
        if raw in group:
            return group[0]
    return raw


def first_evidence(
    facts: Iterable[AnyFact], known: Mapping[int, Instant], policy: Policy
) -> dict[int, Instant]:
    """
    Since when each socket is observed, going on from what was known.

    A socket is learned from a status, a start or a meter value with an id of 1 or more; a declared one is
    there from the charger's first message.
    """
    seen = dict(known)
    for fact in facts:
        if not seen:
            for declared in policy.sockets or ():
                seen[declared] = fact.at
        if isinstance(fact, StatusReported | StartReported | TransactionTold | Sampled):
            raw = fact.socket
            if raw is not None and raw >= 1:
                socket = socket_of(raw, policy)
                if fact.at < seen.get(socket, fact.at + 1):
                    seen[socket] = fact.at
    return dict(sorted(seen.items()))
