"""
Which signals tell of a driver's attempt (rule A1)?

Plugged in, unplugged, a card shown, a remote start, a transaction begun or stopped. What the facts hold of
them is hearing.py's to say, and which of them make one attempt matching.py's.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from chargeboard.domain.conclusions import Session
from chargeboard.domain.facts import TransactionTold
from chargeboard.time.instants import Instant


class Signal(msgspec.Struct, frozen=True, gc=False):
    """Something that was heard at an instant."""

    at: Instant


class Plugged(Signal, frozen=True):
    """Preparing or Occupied, coming from Available, Reserved or nothing."""

    socket: int
    is_v2: bool


class Unplugged(Signal, frozen=True):
    """The last connector of the socket that held a cable is free again."""

    socket: int


class CableSeen(Signal, frozen=True):
    """A status that only a plugged cable explains; it opens nothing."""

    socket: int
    is_charging: bool


class CardShown(Signal, frozen=True):
    """
    Authorize with its answer; `status` is "" where no answer told.

    `socket` is the one that it names (A7a), `group` the group of tokens that the answer names, `is_master`
    whether that is the group of master passes (A2a).
    """

    token: str
    status: str
    answered_at: Instant
    socket: int | None
    group: str
    is_master: bool

    @property
    def is_rejected(self) -> bool:
        """Whether the answer was no."""
        return self.status not in {"", "Accepted"}


class ReservationMade(Signal, frozen=True):
    """The CSMS asked to hold a socket for a token."""

    token: str


class RemoteAsked(Signal, frozen=True):
    """A start by the CSMS with its answer."""

    token: str
    status: str
    socket: int | None
    remote_start_id: int | None


class Begun(Signal, frozen=True):
    """A transaction began; `status` is what its start was answered with; refused, it came to nothing (S7)."""

    session: Session
    status: str
    group: str
    is_refused: bool


class Told(Signal, frozen=True):
    """A 2.x event of a transaction, with the answer to its token."""

    session: Session
    fact: TransactionTold
    status: str
    group: str

    @property
    def is_stop(self) -> bool:
        """Whether its token, if any, was shown to stop."""
        return self.fact.event == "Ended" or self.fact.trigger == "StopAuthorized"


class StoppedBy(Signal, frozen=True):
    """
    A transaction was stopped, with this card or with none that is named.

    `since` is when the session began that this stop ended; None: it ended none that we know.
    """

    token: str
    reason: str
    since: Instant | None


class LinkTurned(Signal, frozen=True):
    """The link to the charger came up or went away: statuses are heard, or they are not."""

    is_up: bool


AnySignal: TypeAlias = (
    Plugged
    | Unplugged
    | CableSeen
    | CardShown
    | ReservationMade
    | RemoteAsked
    | Begun
    | Told
    | StoppedBy
    | LinkTurned
)
