"""What had each connector last said at an instant?"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise, repeat
from typing import NamedTuple

from chargeboard.domain.facts import AnyFact, StatusReported
from chargeboard.domain.policy import Policy
from chargeboard.metrics.timeline.sockets import socket_of
from chargeboard.time.instants import NEVER, Instant

Member = tuple[int, int]
"""A 1.6 connector (n, 0) or a 2.x connector of an EVSE (evse, n); (0, 0) is the charger."""


OUT = frozenset({"Available", "Reserved", "Unavailable"})
"""Statuses at which no cable is in."""


class PlugIn(NamedTuple):
    """A connector was taken from `since` (None: nobody saw it) to `until`; it may have said Charging."""

    since: Instant | None
    until: Instant
    has_charged: bool


class StatusLog:
    """Statuses by member in order of time, the ones before the first fact included."""

    def __init__(
        self, facts: Iterable[AnyFact], last: Mapping[Member, StatusReported], policy: Policy
    ) -> None:
        self._said: dict[Member, list[StatusReported]] = defaultdict(list)
        for member, status in last.items():
            self._said[member].append(status)
        for fact in facts:
            if type(fact) is StatusReported:
                self._said[fact.socket, fact.connector].append(fact)
        self._spread_over_connectors()
        for said in self._said.values():
            said.sort(key=lambda status: status.at)
        self._at = {member: [status.at for status in said] for member, said in self._said.items()}
        self._plug_ins: dict[Member, list[PlugIn]] = {}
        self._members: dict[int, list[Member]] = defaultdict(list)
        for member in sorted(self._said):
            if member[0] >= 1:
                self._members[socket_of(member[0], policy)].append(member)

    def _spread_over_connectors(self) -> None:
        """What is said of a whole EVSE, or in the words of 1.6 (Q35), holds for each of its connectors."""
        sockets = {socket for socket, connector in self._said if connector}
        for socket in sockets:
            whole = self._said.pop((socket, 0), [])
            for member in [member for member in self._said if member[0] == socket]:
                self._said[member] += whole

    @property
    def sockets(self) -> list[int]:
        """Those that ever said anything."""
        return list(self._members)

    def members(self, socket: int) -> list[Member]:
        """The connectors of a socket that ever said anything."""
        return self._members.get(socket, [])

    def of(self, member: Member) -> Sequence[StatusReported]:
        """All that a connector said, by time."""
        return self._said.get(member, ())

    def latest(self, member: Member, instant: Instant) -> StatusReported | None:
        """The last status at or before the instant."""
        index = bisect_right(self._at.get(member, ()), instant)
        return self._said[member][index - 1] if index else None

    def between(self, member: Member, start: Instant, end: Instant) -> Sequence[StatusReported]:
        """Statuses with start <= at < end."""
        at = self._at.get(member)
        return self._said[member][bisect_left(at, start) : bisect_left(at, end)] if at else ()

    def run_began(self, member: Member, status: StatusReported) -> Instant:
        """When the unbroken run of equal statuses began that this one belongs to."""
        said = self._said[member]
        index = bisect_right(self._at[member], status.at) - 1
        while index > 0 and said[index - 1].status == status.status:
            index -= 1
        return said[index].at

    def plug_in(self, member: Member, status: StatusReported) -> PlugIn:
        """The whole plug-in that a status belongs to: between two statuses at which no cable is in (P5a)."""
        plug_ins = self._plug_ins.get(member)
        if plug_ins is None:
            plug_ins = self._plug_ins[member] = list(_plug_ins(self._said[member]))
        return plug_ins[bisect_right(self._at[member], status.at) - 1]


def _plug_ins(said: Sequence[StatusReported]) -> Iterator[PlugIn]:
    """The plug-in of each status; the one without a cable counts to the plug-in that it opens."""
    outs = [index for index, status in enumerate(said) if status.status in OUT]
    for first, behind in pairwise([0, *(index for index in outs if index), len(said)]):
        part = said[first:behind]
        plug_in = PlugIn(
            part[0].at if part[0].status in OUT else None,
            said[behind].at if behind < len(said) else NEVER,
            any(status.status == "Charging" for status in part),
        )
        yield from repeat(plug_in, len(part))
