"""Which sockets does the charger have, and since when are they watched (definitions 1.1, T4)?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from chargeboard.domain.facts import (
    AnyFact,
    Gathered,
    Sampled,
    SessionTold,
    StartReported,
    StatusReported,
    TransactionTold,
)
from chargeboard.domain.policy import Policy
from chargeboard.time.instants import Instant

_OF_A_SOCKET = frozenset({StatusReported, StartReported, TransactionTold, SessionTold, Sampled, Gathered})


def socket_of(raw: int, policy: Policy) -> int:
    """The socket that a connector belongs to: the first of its group, else itself."""
    for group in policy.socket_groups:
        if raw in group:
            return group[0]
    return raw


def first_evidence(
    facts: Sequence[AnyFact], known: Mapping[int, Instant], policy: Policy
) -> dict[int, Instant]:
    """
    Since when each socket is observed, going on from what was known; facts by time.

    A socket is learned from a status, a start or a meter value with an id of 1 or more; a declared one is
    there from the charger's first message.
    """
    seen = dict(known)
    if facts and policy.sockets:
        # a first message may bring what is stamped long before it
        contact = min(fact.received_at for fact in facts)
        seen |= {declared: min(contact, seen.get(declared, contact)) for declared in policy.sockets}
    met: set[int | None] = {None}
    for fact in facts:
        if type(fact) in _OF_A_SOCKET and (raw := fact.socket) not in met:  # type: ignore[union-attr]
            met.add(raw)
            if raw is not None and raw >= 1:
                socket = socket_of(raw, policy)
                seen[socket] = min(seen.get(socket, fact.at), fact.at)
    return dict(sorted(seen.items()))
