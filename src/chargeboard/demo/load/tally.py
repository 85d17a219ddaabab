"""What was sent, and how was it answered? Counted where the chargers are."""

from __future__ import annotations

from collections import Counter

import msgspec

STEP = 1.1
FINEST_S = 1e-4


class Tally(msgspec.Struct):
    """Counts that can be added up over processes."""

    sent: dict[str, int] = {}
    """By action."""
    answers: int = 0
    errors: int = 0
    """Of the answers those that are a CALLERROR."""
    unanswered: int = 0
    """Calls without an answer: the link was lost, or it came too late; and connections that were refused."""
    connected: int = 0
    """Now."""
    connections: int = 0
    """Ever."""
    waits: dict[int, int] = {}
    """How many answers took how long, in steps of a tenth."""

    @property
    def frames(self) -> int:
        """Calls that were sent."""
        return sum(self.sent.values())

    def wait_s(self, share: float) -> float:
        """Within which so many of the answers came, in seconds."""
        left = share * self.answers
        for step in sorted(self.waits):
            left -= self.waits[step]
            if left <= 0:
                return float(FINEST_S * STEP**step)
        return 0.0

    def with_(self, other: Tally) -> Tally:
        """Both together."""
        return Tally(
            dict(Counter(self.sent) + Counter(other.sent)),
            self.answers + other.answers,
            self.errors + other.errors,
            self.unanswered + other.unanswered,
            self.connected + other.connected,
            self.connections + other.connections,
            dict(Counter(self.waits) + Counter(other.waits)),
        )
