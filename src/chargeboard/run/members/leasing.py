"""
Whose is it to do?

A lease holds for some seconds, and is kept as long as its owner lives. Who could not keep it in time takes it
for lost, by a clock that nobody sets; what it writes all the same is refused by the lease's epoch.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from time import monotonic
from typing import NamedTuple

import msgspec

from chargeboard.domain.members import CHORES, Lease, lease_of, share_of
from chargeboard.domain.records import Overtaken
from chargeboard.ports.members import LeasePort
from chargeboard.run.members.sharing import turn
from chargeboard.run.members.watching import Watching
from chargeboard.time.instants import SECOND, Instant

LEASE_S = 10.0
KEPT_EVERY_S = 2.0
_GONE_AFTER_S = 12.0


class Held(msgspec.Struct, frozen=True):
    """What one process has to do, and how what it writes is told from what a former owner writes."""

    owner: str
    shares: int
    """Into how many all chargers are divided."""
    epochs: Mapping[str, int] = {}
    """By name of a lease that it holds."""

    def owns(self, station: str) -> bool:
        """Whether the charger is one of its own."""
        return lease_of(share_of(station, self.shares)) in self.epochs

    @property
    def has_chores(self) -> bool:
        """Whether what one alone does is its to do."""
        return CHORES in self.epochs

    def fence(self, stations: Collection[str]) -> list[tuple[str, int]]:
        """
        The leases, and their epochs, by which it may write of stations.

        Raises: Overtaken where it may not.
        """
        found = set[tuple[str, int]]()
        for station in stations:
            name = lease_of(share_of(station, self.shares))
            if name not in self.epochs:
                raise Overtaken(station)
            found.add((name, self.epochs[name]))
        return sorted(found)


class Limit(NamedTuple):
    """How many there are of what is held."""

    shares: int = 0
    chores: tuple[str, ...] = ()
    """What one alone does."""
    name_of: Callable[[int], str] = lease_of
    """The name of a share's lease."""


class Leasing:
    """The leases of one process; looked after by one thread, asked by any."""

    def __init__(
        self, store: LeasePort, owner: str, role: str, limit: Limit, now: Callable[[], Instant]
    ) -> None:
        """`role` is that of those with whom shares are divided."""
        self._store, self._owner, self._role, self._limit, self._now = store, owner, role, limit, now
        self._names = [limit.name_of(share) for share in range(limit.shares)]
        self._watching = Watching(_GONE_AFTER_S, now)
        self._members = Watching(_GONE_AFTER_S, now)
        self._held = Held(owner, limit.shares)
        self._until = float("-inf")
        self._is_offered = False

    @property
    def held(self) -> Held:
        """What is ours now."""
        return self._held if monotonic() < self._until else Held(self._owner, self._limit.shares)

    def has(self, chore: str) -> bool:
        """Whether it is ours to do."""
        return chore in self.held.epochs

    def had(self, chore: str) -> bool:
        """Whether it was ours when that could be seen last: where nothing can be written nobody takes it."""
        return chore in self._held.epochs

    def look(self, leaving: Callable[[Held], None] = lambda _: None) -> None:
        """
        Keep what is ours, take what nobody has, leave what is too much.

        `leaving` is told what is left to us before others may take the rest.
        """
        begin, until = monotonic(), self._now() + round(LEASE_S * SECOND)
        if not self._is_offered:
            self._store.offer_leases([*self._names, *self._limit.chores])
            self._is_offered = True
        known = {one.name: one for one in self._store.leases()}
        free = self._watching.gone(
            (one.name, (one.owner, one.epoch, one.until), one.until) for one in known.values()
        )
        free = {name for name in free if known[name].owner != self._owner}
        free |= {one.name for one in known.values() if not one.owner}
        shares = [known[name] for name in self._names if name in known]
        alive = self._alive()
        wanted = turn(self._owner, alive, shares, free) if shares else None
        take = [] if wanted is None else [*wanted.take]
        take += [known[name] for name in self._limit.chores if name in free and name in known]
        leave = [] if wanted is None else [*wanted.leave]
        mine = [one for one in known.values() if one.owner == self._owner and one not in leave]
        if leave:
            self._hold(mine, begin)
            leaving(self.held)
            self._store.leave_leases(leave)
        if take:
            self._store.take_leases(take, self._owner, until)
        self._store.keep_leases(mine, until)
        # what is so now, whoever was faster
        self._hold([one for one in self._store.leases() if one.owner == self._owner], begin)

    def leave(self) -> None:
        """Others may go on."""
        mine = [Lease(name, self._owner, epoch, 0) for name, epoch in self._held.epochs.items()]
        self._held = Held(self._owner, self._limit.shares)
        self._store.leave_leases(mine)

    def _hold(self, mine: Collection[Lease], since: float) -> None:
        self._until = since + LEASE_S
        self._held = Held(self._owner, self._limit.shares, {one.name: one.epoch for one in mine})

    def _alive(self) -> list[str]:
        found = [one for one in self._store.members() if one.role == self._role]
        gone = self._members.gone((one.id, one.beat_at, one.beat_at) for one in found)
        return [one.id for one in found if one.id not in gone]
