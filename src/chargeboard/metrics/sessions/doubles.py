"""Which of the sessions that two sources tell are the same (B2), and which of them counts (B1)?"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Sequence
from typing import Final, Protocol

from chargeboard.metrics.sessions.transaction import Transaction
from chargeboard.time.instants import HOUR, MINUTE, Instant, Micros

_NEAR: Final = 24 * HOUR
_NEAR_WHILE_OPEN: Final = 15 * MINUTE


class Timed(Protocol):
    """From when to when, and where, as far as that is known."""

    @property
    def start(self) -> Instant: ...

    @property
    def end(self) -> Instant | None: ...

    @property
    def socket(self) -> int | None: ...

    @property
    def transaction_ids(self) -> Collection[str]: ...


def partners(ours: Sequence[Timed], theirs: Sequence[Timed]) -> dict[int, int]:
    """
    For places among theirs, the places among ours that are the same session; both come by start.

    Each has one partner at most; those that have an id in common come first, then those of the same time, and
    of both the ones whose starts are nearest.
    """
    starts = [one.start for one in ours]
    found: dict[int, int] = {}
    taken: set[int] = set()
    for is_same in (_has_same_id, _has_same_time):
        fitting: list[tuple[Micros, int, int]] = []
        for place, one in enumerate(theirs):
            if place in found:
                continue
            first, last = (bisect_left(starts, one.start + far) for far in (-_NEAR, _NEAR + 1))
            fitting += [
                (abs(starts[n] - one.start), place, n)
                for n in range(first, last)
                if n not in taken and is_same(ours[n], one)
            ]
        for _, place, n in sorted(fitting):
            if place not in found and n not in taken:
                found[place] = n
                taken.add(n)
    return found


def _has_same_id(one: Timed, other: Timed) -> bool:
    """On two sockets only at the same time, too: small numbers of two systems coincide by chance."""
    if not any(name in other.transaction_ids for name in one.transaction_ids):
        return False
    return _may_share_socket(one, other) or _is_at_same_time(one, other)


def _has_same_time(one: Timed, other: Timed) -> bool:
    return _may_share_socket(one, other) and _is_at_same_time(one, other)


def _is_at_same_time(one: Timed, other: Timed) -> bool:
    if one.end is None or other.end is None:
        return abs(one.start - other.start) <= _NEAR_WHILE_OPEN
    common = min(one.end, other.end) - max(one.start, other.start)
    return common >= 0 and 2 * common >= min(one.end - one.start, other.end - other.start)


def _may_share_socket(one: Timed, other: Timed) -> bool:
    return one.socket is None or other.socket is None or one.socket == other.socket


def once(found: Sequence[Transaction]) -> list[Transaction]:
    """
    The transactions without those that another source tells better.

    What the charger said, or what was written down of that step by step, is better than a session that a
    system tells whole. Of those one that is over is better than one that goes on, as some go on for ever;
    else the one counts of the system whose name comes first. What it does not tell is what the other has.
    `found` comes by start.
    """
    sources = sorted({one.source for one in found})
    if len(sources) < 2:
        return list(found)
    counted = [one for one in found if one.source == sources[0]]
    for source in sources[1:]:
        theirs = [one for one in found if one.source == source]
        doubled = partners(counted, theirs)
        for n, place in doubled.items():
            better, other = counted[place], theirs[n]
            if better.is_told_whole and better.end is None and other.end is not None:
                better, other = other, better
            better.fill_in(other)
            counted[place] = better
        counted += [one for n, one in enumerate(theirs) if n not in doubled]
        counted.sort(key=lambda one: (one.start, one.key))
    return counted
