"""
How is a charger's clock to be read, and what did it say last?

`decode` corrects each stamp as it reads it, the one border at which the charger's time becomes ours
(definitions 4c T8); everything behind it compares corrected instants.
"""

from __future__ import annotations

import msgspec

from chargeboard.time.instants import SECOND, Instant, Micros

_MOST = 8
_AHEAD = 5 * SECOND
"""A stamp that is no further behind its receipt may be one of this clock."""


class Earlier(msgspec.Struct, frozen=True, array_like=True):
    """A clock that was in force before: until when it was heard, and from when another was."""

    offset: Micros
    heard_at: Instant
    ended_at: Instant


class Stamps(msgspec.Struct):
    """The correction in force, and the latest stamp of the message that is being read."""

    offset: Micros = 0
    """Added to each stamp of the charger; positive where its clock is behind."""
    latest: Instant | None = None
    """As the charger said it. None: it bore none that tells of its clock (no zone, unusable, or queued)."""
    earlier: list[Earlier] = []
    """Clocks that queued messages may have been stamped by, the latest last."""

    def corrected(self, stated: Instant, received_at: Instant) -> Instant:
        """
        The instant of a stamp by our clock.

        What would have happened while an earlier clock was heard, or after its receipt, was stamped by that
        one and waited.
        """
        at = stated + self.offset
        latest = received_at + _AHEAD
        for earlier in reversed(self.earlier):
            if earlier.heard_at <= at <= latest:
                return at
            at, latest = stated + earlier.offset, earlier.ended_at
        return at if at <= latest else stated + self.offset

    def turn(self, offset: Micros, heard_at: Instant, at: Instant) -> None:
        """Another clock is in force from `at` on."""
        self.earlier = [*self.earlier, Earlier(self.offset, heard_at, at)][-_MOST:]
        self.offset = offset
