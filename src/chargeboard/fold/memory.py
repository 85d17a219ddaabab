"""
What must be remembered of a station to understand its next frame?

The state grows with sockets and open calls, never with history (law: Bounded). It travels as JSON.
"""

from __future__ import annotations

import msgspec

from chargeboard.domain.codes import Untold
from chargeboard.domain.facts import PLUGGED, OddityFound, StatusReported
from chargeboard.fold.conversation import Conversation
from chargeboard.time.instants import NEVER, Instant
from chargeboard.time.spans import Span


class Links(msgspec.Struct):
    """Which connections live, when the charger was last heard, and where it was lately away."""

    live: list[str] = []
    """Connections by age, the newest last; "" is one that was never announced."""
    closed_at: Instant | None = None
    """When the last live connection closed; None while one lives or before the first."""
    closed_connection: str = ""
    heard_at: Instant | None = None
    interval_s: int | None = None
    ping_s: int | None = None
    """How often we ping, where the connection answers."""
    beat_at: Instant | None = None
    """The last frame, where that was a heartbeat."""
    beats: list[Span] = []
    """The last gaps between heartbeats without another frame in them, five at most (O3a)."""
    pace_s: int = 0
    """How far apart heartbeats come where that is slower than agreed; 0: it is not."""
    away: list[Span] = []
    """The latest finished offline gaps: a status stamped inside one is believed (T5)."""

    def were_away(self, instant: Instant, received_at: Instant) -> bool:
        """Whether the instant lies inside an offline gap that had ended by then."""
        for gap in self.away:  # noqa: SIM110 - four times as fast as any(), and many gaps are looked at
            if gap.start <= instant < gap.end <= received_at:
                return True
        return False


class Said(msgspec.Struct):
    """The last status fact of a connector, and how often it was said again since."""

    fact: StatusReported
    again: int = 0
    again_at: Instant = 0
    """The first of the repeats."""
    again_until: Instant = 0
    again_received_at: Instant = 0
    is_open: bool = True
    """Whether a repeat may still be counted here instead of becoming a fact of its own."""


class Teller(msgspec.Struct, frozen=True, array_like=True, order=True):
    """A system whose rows tell how a socket is; the better one comes first (B5)."""

    tells_whole: bool
    """It does not write down what the charger says to it."""
    misses_some: bool
    """It writes down how a socket is when it looks, and not each change."""
    source: str


class Memory(msgspec.Struct):
    """Everything the fold knows of one station."""

    links: Links = msgspec.field(default_factory=Links)
    statuses: dict[str, Said] = {}
    oddities: dict[str, OddityFound] = {}
    """Oddities of one kind and cause that were counted and not yet made a fact."""
    oddities_since: dict[str, Instant] = {}
    held_until: Instant = NEVER
    """When the first of what is counted here is due to become a fact."""
    protocol: str = ""
    untold: tuple[Untold, ...] | None = None
    """What rows of other systems cannot tell together, where it is known by these alone; else None."""
    rows_at: dict[str, Instant] = {}
    """When the last row of each other system came."""
    tellers: dict[int, Teller] = {}
    """Whose statuses of a socket count, where it is known by rows."""
    newest: Instant = 0
    conversation: Conversation = msgspec.field(default_factory=Conversation)

    @property
    def is_plugged(self) -> bool:
        """Whether a cable is in any connector, as its last status tells."""
        return any(said.fact.status in PLUGGED for said in self.statuses.values())
