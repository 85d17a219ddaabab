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
from chargeboard.metrics.sessions.transaction import Transaction
from chargeboard.metrics.timeline.status_log import StatusLog
from chargeboard.time.instants import NEVER, Instant

_FREE: Final = frozenset({"Available", "Reserved", "Unavailable"})
_CHARGES: Final = frozenset({"Charging", "SuspendedEV"})


def refused(
    found: Sequence[Transaction],
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
        socket: sorted(one.start for one in found if one.socket == socket)
        for socket in {one.socket for one in found if one.was_refused}
    }
    none: list[Transaction] = []
    for one in found:
        if not one.was_refused:
            continue
        until = _until(one, starts[one.socket], log)
        if _charged(one, until, log, energy_of):
            continue
        if until <= now and (one.end is None or one.end_inferred):
            one.end = one.inferred_from = until
            one.end_inferred = True
        none.append(one)
    return none


def _until(one: Transaction, starts: Sequence[Instant], log: StatusLog) -> Instant:
    """Up to when a sign of charging would be this transaction's."""
    over = one.inferred_from if one.end_inferred else one.end
    following = bisect_right(starts, one.start)
    next_start = starts[following] if one.socket is not None and following < len(starts) else NEVER
    freed = (
        status.at
        for member in members(one, log)
        for status in log.between(member, one.start + 1, min(next_start, over or NEVER))
        if status.status in _FREE
    )
    return min(next_start, over or NEVER, *freed)


def _charged(
    one: Transaction, until: Instant, log: StatusLog, energy_of: Callable[[Transaction], bool]
) -> bool:
    samples = [sample for sample in one.samples if one.start <= sample.at <= until]
    if any((sample.power_w or 0) > 0 for sample in samples) or energy_of(replace(one, samples=samples)):
        return True
    if one.is_v2:
        return any(one.start < at < until and said in _CHARGES for at, said in one.charging_states)
    return any(
        status.status in _CHARGES
        for member in members(one, log)
        for status in log.between(member, one.start, until)
    )
