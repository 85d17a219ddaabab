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
    """Calls without an answer: the link was lost, or it came too late. Each is sent again."""
    refused: int = 0
    """Connections that did not come about. Each is tried again."""
    connected: int = 0
    """Now."""
    connections: int = 0
    """Ever."""
    late_s: float = 0.0
    """By how much a charger spoke later than it was to, in the last second: where they run is too slow."""
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
            self.refused + other.refused,
            self.connected + other.connected,
            self.connections + other.connections,
            max(self.late_s, other.late_s),
            dict(Counter(self.waits) + Counter(other.waits)),
        )

    def since(self, earlier: Tally) -> Tally:
        """What came after an earlier tally of the same chargers. How many are connected is so now."""
        return Tally(
            dict(Counter(self.sent) - Counter(earlier.sent)),
            self.answers - earlier.answers,
            self.errors - earlier.errors,
            self.unanswered - earlier.unanswered,
            self.refused - earlier.refused,
            self.connected,
            self.connections - earlier.connections,
            self.late_s,
            dict(Counter(self.waits) - Counter(earlier.waits)),
        )
