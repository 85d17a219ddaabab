"""
Which leases does a member take, and which does it leave to others?

Everybody works it out alone, from the same rows: nobody holds more shares than there are for each, and who
has too many, since somebody came, leaves some. Two that want the same share want it by its epoch, so that one
gets it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from chargeboard.domain.members import Lease


class Turn(NamedTuple):
    """What a member does now."""

    take: Sequence[Lease]
    leave: Sequence[Lease]


def turn(me: str, members: Collection[str], shares: Sequence[Lease], free: Collection[str]) -> Turn:
    """
    `members` are those that may hold shares, with `me`; `free` names those that nobody holds any more.

    Where all do so in turn, all shares are held, and nobody has more than an equal part, rounded up.
    """
    most = -(-len(shares) // max(1, len({me, *members})))
    mine = [one for one in shares if one.owner == me and one.name not in free]
    # who comes later begins elsewhere, so that few want the same
    begin = sum(map(ord, me)) % max(1, len(shares))
    wanted = [one for one in (*shares[begin:], *shares[:begin]) if one.name in free]
    return Turn(wanted[: max(0, most - len(mine))], mine[most:])
