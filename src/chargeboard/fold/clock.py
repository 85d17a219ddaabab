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

from chargeboard.domain.policy import Policy
from chargeboard.time.instants import NEVER, SECOND, Instant, Micros

_MOST = 8
_ENOUGH = 3


class Place(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A frame: when it was received, its place in the journal, and how many facts were told before it."""

    received_at: Instant
    seq: int
    told: int


class Shared(msgspec.Struct, array_like=True):
    """Received minus stamp, from least to most, that some messages share."""

    least: Micros
    most: Micros
    first: Place
    """The first of them, whether or not it counts."""
    count: int = 0
    counts_from: Instant = NEVER
    is_between: bool = False
    """Whether the clock in force was heard after the first of them."""


class Proof(msgspec.Struct, frozen=True, array_like=True):
    """An offset was proven by the message at `by`; it holds from `since` on, None: in the whole period."""

    offset: Micros
    since: Place | None
    heard_at: Instant
    """When the clock before it was last heard."""
    by: Place


class Clock(msgspec.Struct):
    """What is known of a charger's clock."""

    offset: Micros | None = None
    """Of the present clock period; None until it is proven."""
    heard_at: Instant = 0
    """When a message was last received that it stamped."""
    away: list[Shared] = []
    """Values that are no offset yet, the one heard last behind."""

    above: Micros = 0
    below: Micros = 0
    """What lies between tells nothing new; where nothing does, each message is heard."""

    def is_present(self, skew: Micros, policy: Policy) -> bool:
        """Whether the message was stamped by the clock in force, and did not wait."""
        return self.offset is not None and abs(skew - self.offset) < policy.clock_offset_min_s * SECOND

    @property
    def may_turn(self) -> bool:
        """Whether a new period may have begun at some message that was heard."""
        return self.offset is not None and any(not away.is_between for away in self.away)

    def hear(self, skew: Micros, place: Place, policy: Policy, *, counts: bool) -> Proof | None:
        """One more message, and what it proves; what was queued does not count while no offset is known."""
        within = policy.clock_offset_min_s * SECOND
        if self.is_present(skew, policy):
            self._heard_again(place, within)
            return None
        self.above = self.below = 0
        shared = self._share(skew, place, within)
        if not counts and self.offset is not None:
            return None
        shared.count += 1
        shared.counts_from = min(shared.counts_from, place.received_at)
        long_enough = place.received_at - shared.counts_from >= policy.clock_offset_span_s * SECOND
        if shared.count < _ENOUGH or not long_enough:
            return None
        is_whole = self.offset is None or (shared.is_between and shared.least < self.offset)
        proof = Proof(shared.least, None if is_whole else shared.first, self.heard_at, place)
        self.offset, self.away = shared.least, []
        self._heard_again(place, within)
        return proof

    def _heard_again(self, place: Place, within: Micros) -> None:
        """The clock in force spoke: higher values were waits, of lower ones it is still to be found out."""
        offset = self.offset or 0
        self.away = [away for away in self.away if away.least < offset]
        for away in self.away:
            away.is_between = True
        self.heard_at = place.received_at
        if not self.away:
            self.above, self.below = offset - within, offset + within

    def _share(self, skew: Micros, place: Place, within: Micros) -> Shared:
        for index, away in enumerate(self.away):
            # nothing that is shared is wider than `within`
            if skew - away.least <= within and away.most - skew <= within:
                away.least, away.most = min(away.least, skew), max(away.most, skew)
                self.away.append(self.away.pop(index))
                return away
        self.away = [*self.away, Shared(skew, skew, place)][-_MOST:]
        return self.away[-1]


def applied(offset: Micros | None, policy: Policy) -> Micros:
    """What stamps are corrected by: nothing where it is less than 5 s or not known."""
    if offset is None or abs(offset) < policy.clock_offset_min_s * SECOND:
        return 0
    return offset
