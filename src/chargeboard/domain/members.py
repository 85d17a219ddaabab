"""What is known of the processes that serve one database together?"""

from __future__ import annotations

from typing import Literal
from zlib import crc32

import msgspec

from chargeboard.domain.doorstep import Doorstep
from chargeboard.domain.figures.impairment import Impairment
from chargeboard.time.instants import Instant, Micros

Kind = Literal["heard", "routine", "looked_at"]
"""
heard: there are new frames; routine: there are, and they may wait, for they tell that the charger is there
and what its meters show; looked_at: somebody looks now, so that nothing of it waits.
"""
Role = Literal["gateway", "projector", "web", "reader", "archive"]
"""
gateway: chargers connect to it; projector: it understands what they said; web: it serves the page; reader: it
takes out of a log what gateways put there, beside a projector; archive: it copies the log into files.
"""


class Knows(msgspec.Struct, frozen=True):
    """By which schema a process stores, and by which code it reads and computes."""

    schema: int = 0
    """The newest one; 0: it does not say."""
    fold: str = ""
    metrics: str = ""


UNSAID = Knows()
"""Of a process that does not say."""


class ClockSeen(msgspec.Struct, frozen=True):
    """How far a clock is from that of the database, as its owner measured it last."""

    ahead: Micros
    error: Micros
    """No more off than this: half of what asking took."""


class HowItIs(msgspec.Struct, frozen=True):
    """What a process tells the others of itself."""

    impairment: Impairment = Impairment()
    connected: int = 0
    """How many chargers are connected to it."""
    doorstep: Doorstep = Doorstep()
    knows: Knows = UNSAID
    clock: ClockSeen | None = None


class Member(msgspec.Struct, frozen=True):
    """One of these processes."""

    id: str
    role: Role
    place: str
    """Its machine and number."""
    version: str
    since: Instant = 0
    beat_at: Instant = 0
    """When it last said that it lives, by its own clock."""
    told: HowItIs = HowItIs()


class Lease(msgspec.Struct, frozen=True):
    """A share of the chargers, or a chore for all of them, and whose it is."""

    name: str
    """Begins with its kind: share, log, or a chore of its own."""
    owner: str
    """The member's id; empty: nobody's."""
    epoch: int
    """One more with each new owner: what a former one still writes is refused."""
    until: Instant
    """By the owner's clock."""


class LostLink(msgspec.Struct, frozen=True):
    """A connection that a process held when it ended."""

    station: str
    connection: str
    lost_at: Instant
    """When the process was last there for it."""
    taken_at: Instant | None = None
    """When its charger came to another process, before that one was known to be gone."""


CHORES = "chores"
"""The lease of what is done for all chargers: alerts that are due, hiding, room on the disk."""
LETTERS = "letters"
"""The lease of bringing alerts to their channels."""
ABSENCE = "absence"
"""The lease of writing down what chargers lost with a process that is gone."""


def share_of(station: str, shares: int) -> int:
    """In which of so many shares a charger is; the same for ever, on each machine."""
    return crc32(station.encode(errors="surrogatepass")) % shares


def lease_of(share: int) -> str:
    """The name of a share's lease."""
    return f"share-{share:03}"


def log_lease_of(part: int) -> str:
    """The name of the lease of a part of the log."""
    return f"log-{part:03}"
