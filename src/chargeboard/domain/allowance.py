"""
How often may somebody do what is only tolerated?

Each has an allowance that is spent at once or little by little, and grows back by time. Nobody waits here:
who has nothing left is told when to come back.
"""

from __future__ import annotations

from collections import OrderedDict

from chargeboard.domain.words import say
from chargeboard.time.instants import SECOND, Instant

MOST_KNOWN = 4096


class Allowance:
    """
    What each of many has left.

    Of each only the instant is kept at which it has everything back (the generic cell rate algorithm). Of
    more than are known, who spent longest ago is forgotten: it has the most back.
    """

    def __init__(self, most: int, back_after_s: float, known: int = MOST_KNOWN) -> None:
        """`most` at once, each back after so many seconds, of so many `known`."""
        self._most, self._each, self._known = most, round(back_after_s * SECOND), known
        self._whole_at: OrderedDict[str, Instant] = OrderedDict()

    def wait_s(self, who: str, now: Instant) -> int:
        """After how many seconds there is something left; 0: now."""
        short = self._owed(who, now) + self._each - self._most * self._each
        return max(0, -(-short // SECOND))

    def spend(self, who: str, now: Instant) -> bool:
        """Take one; whether there was one."""
        if self.wait_s(who, now):
            return False
        self._whole_at[who] = now + self._owed(who, now) + self._each
        self._whole_at.move_to_end(who)
        if len(self._whole_at) > self._known:
            self._whole_at.popitem(last=False)
        return True

    def _owed(self, who: str, now: Instant) -> int:
        # a clock that was set back must not make anybody wait until its old time comes again
        return min(max(0, self._whole_at.get(who, now) - now), self._most * self._each)


class Sparing:
    """Of what may happen any number of times, so much is told; the rest is counted."""

    def __init__(self, most: int = 20, back_after_s: float = 3.0, *, of_one: int = 10) -> None:
        """`of_one`: as many at once of one and the same, half of all then."""
        self._all = Allowance(most, back_after_s, known=1)
        self._each = Allowance(of_one, 2 * back_after_s)
        self._left_out = 0

    def tells(self, now: Instant, who: str = "") -> str | None:
        """What is to be added to the line that is told; None: none is to be told now."""
        if not (self._each.spend(who, now) and self._all.spend("", now)):
            self._left_out += 1
            return None
        left_out, self._left_out = self._left_out, 0
        return say("lines_left_out", n=left_out) if left_out else ""
