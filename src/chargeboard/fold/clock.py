"""
How far is the charger's clock off, and since which message? (definitions 4c T8)

Received minus stamp is the clock's offset and what the message waited; waiting only ever adds. Three messages
over a minute that share it within 5 s prove an offset. What is remembered is the offset in force and up to
eight values that some messages shared and that are away from it.

* A value that nobody contradicts by speaking at the old one is a new clock period, from its first message on:
  the time was set, or lost. A message that shares neither value, being queued or astray, changes nothing.
* A lower value between messages at the old one shows that those had waited: it is the whole period's.
"""

from __future__ import annotations

import msgspec

from chargeboard.domain.instants import SECOND, Instant, Micros
from chargeboard.domain.policy import Policy

_MOST = 8
_ENOUGH = 3


class Place(msgspec.Struct, frozen=True, array_like=True):
    """A frame: when it was received, its place in the journal, and how many facts were told before it."""

    received_at: Instant
    seq: int
    told: int


class Shared(msgspec.Struct, array_like=True):
    """Received minus stamp, from least to most, that some messages share."""

    least: Micros
    most: Micros
    count: int
    first: Place
    is_between: bool = False
    """Whether the clock in force was heard after the first of them."""


class Proof(msgspec.Struct, frozen=True, array_like=True):
    """An offset was proven by the message at `by`; it holds from `since` on, None: in the whole period."""

    offset: Micros
    since: Place | None
    by: Place


class Clock(msgspec.Struct):
    """What is known of a charger's clock."""

    offset: Micros | None = None
    """Of the present clock period; None until it is proven."""
    away: list[Shared] = []
    """Values that are no offset yet, the one heard last behind."""

    def is_expected(self, skew: Micros, policy: Policy) -> bool:
        """Whether the message tells nothing new; most do not."""
        return (
            self.offset is not None
            and not self.away
            and abs(skew - self.offset) < policy.clock_offset_min_s * SECOND
        )

    @property
    def may_turn(self) -> bool:
        """Whether a new period may have begun at some message that was heard."""
        return self.offset is not None and any(not one.is_between for one in self.away)

    def hear(self, skew: Micros, place: Place, policy: Policy) -> Proof | None:
        """One more message; what it proves."""
        within = policy.clock_offset_min_s * SECOND
        if self.offset is not None and abs(skew - self.offset) < within:
            self.away = [one for one in self.away if one.least < self.offset]
            for one in self.away:
                one.is_between = True
            return None
        shared = self._share(skew, place, within)
        enough = place.received_at - shared.first.received_at >= policy.clock_offset_span_s * SECOND
        if shared.count < _ENOUGH or not enough:
            return None
        is_whole = self.offset is None or (shared.is_between and shared.least < self.offset)
        self.offset, self.away = shared.least, []
        return Proof(shared.least, None if is_whole else shared.first, place)

    def _share(self, skew: Micros, place: Place, within: Micros) -> Shared:
        for index, one in enumerate(self.away):
            if max(one.most, skew) - min(one.least, skew) <= within:
                one.least, one.most = min(one.least, skew), max(one.most, skew)
                one.count += 1
                self.away.append(self.away.pop(index))
                return one
        self.away = [*self.away, Shared(skew, skew, 1, place)][-_MOST:]
        return self.away[-1]


def applied(offset: Micros | None, policy: Policy) -> Micros:
    """What stamps are corrected by: nothing where it is less than 5 s or not known."""
    if offset is None or abs(offset) < policy.clock_offset_min_s * SECOND:
        return 0
    return offset
