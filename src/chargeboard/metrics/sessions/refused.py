"""
Which starts were refused, and nothing came of them (definitions S7)?

A charger that was told no may charge all the same; only if something shows that it did, there was a session.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

from chargeboard.metrics.sessions.completed import members
from chargeboard.metrics.sessions.gathered import apart_again
from chargeboard.metrics.sessions.transaction import Transaction
from chargeboard.metrics.timeline.status_log import StatusLog
from chargeboard.time.instants import NEVER, Instant

_FREE: Final = frozenset({"Available", "Reserved", "Unavailable"})
_CHARGES: Final = frozenset({"Charging", "SuspendedEV"})


def refused(
    transactions: Sequence[Transaction],
    log: StatusLog,
    *,
    now: Instant,
    energy_of: Callable[[Transaction], bool],
) -> list[Transaction]:
    """
    The transactions whose start was refused and that no sign of charging followed, each with its end.

    It follows if it comes before the stop, the next start on the socket, and the first status that says that
    the socket is free or out of use.
    """
    starts = {
        socket: sorted(transaction.start for transaction in transactions if transaction.socket == socket)
        for socket in {transaction.socket for transaction in transactions if transaction.was_refused}
    }
    none: list[Transaction] = []
    for transaction in transactions:
        if not transaction.was_refused:
            continue
        until = _until(transaction, starts[transaction.socket], log)
        if _charged(transaction, until, log, energy_of):
            continue
        if until <= now and (transaction.end is None or transaction.end_inferred):
            transaction.end = transaction.inferred_from = until
            transaction.end_inferred = True
        none.append(transaction)
    return none


def _until(transaction: Transaction, starts: Sequence[Instant], log: StatusLog) -> Instant:
    """Up to when a sign of charging would be this transaction's."""
    over = transaction.inferred_from if transaction.end_inferred else transaction.end
    following = bisect_right(starts, transaction.start)
    next_start = starts[following] if transaction.socket is not None and following < len(starts) else NEVER
    freed = (
        status.at
        for member in members(transaction, log)
        for status in log.between(member, transaction.start + 1, min(next_start, over or NEVER))
        if status.status in _FREE
    )
    return min(next_start, over or NEVER, *freed)


def _charged(
    transaction: Transaction, until: Instant, log: StatusLog, energy_of: Callable[[Transaction], bool]
) -> bool:
    told = apart_again(transaction.samples)
    samples = [sample for sample in told if transaction.start <= sample.at <= until]
    if any((sample.power_w or 0) > 0 for sample in samples) or energy_of(
        replace(transaction, samples=samples)
    ):
        return True
    if transaction.is_v2:
        return any(
            transaction.start < at < until and said in _CHARGES for at, said in transaction.charging_states
        )
    return any(
        status.status in _CHARGES
        for member in members(transaction, log)
        for status in log.between(member, transaction.start, until)
    )
