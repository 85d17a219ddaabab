"""What is wanted of a list of sessions or attempts: which, in which order, and what comes of it?"""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from chargeboard.domain.codes import Code, Outcome, Stage
from chargeboard.time.instants import NEVER, Instant
from chargeboard.time.spans import Span


class SessionKind(Code):
    """Which transactions of a list are shown."""

    ALL = ""
    """Every one."""
    COUNTED = "counted"
    """Completed sessions (S2)."""
    NOT_COUNTED = "not_counted"
    """Those that ended and are none."""
    OPEN = "open"
    """Those that have not ended."""
    INFERRED = "inferred"
    """Those whose end nobody told."""
    REVISED = "revised"
    """Those that were told otherwise before."""
    ODD = "odd"
    """Those with a remark."""


class SessionOrder(Code):
    """
    By what a list of transactions is ordered.

    What is unknown comes last, what is equal by its start the same way round, then by its key.
    """

    START = "start"
    """The oldest first."""
    END = "end"
    """The first that ended first."""
    DURATION = "duration"
    """The shortest first."""
    ENERGY = "energy"
    """The least energy first."""
    SOCKET = "socket"
    """The lowest socket first."""
    NEWEST = "-start"
    """The newest first."""
    LATEST_END = "-end"
    """The last that ended first."""
    LONGEST = "-duration"
    """The longest first."""
    MOST_ENERGY = "-energy"
    """The most energy first."""
    HIGHEST_SOCKET = "-socket"
    """The highest socket first."""

    @property
    def is_falling(self) -> bool:
        """Whether the largest comes first."""
        return self.startswith("-")

    @property
    def rising(self) -> SessionOrder:
        """By what it is, the least first."""
        return SessionOrder(self.removeprefix("-"))


class AttemptGroup(Code):
    """Attempts of several outcomes."""

    ALL = ""
    """Every one."""
    FAILED = "failed"
    """All but success and pending."""


AttemptKind: TypeAlias = AttemptGroup | Outcome
"""Which attempts of a list are shown."""


class SessionsWanted(msgspec.Struct, frozen=True):
    """Those of the sessions that start in a span, of a socket and a kind, in an order."""

    span: Span
    settled_by: Instant = NEVER
    """Those that had settled before that."""
    socket: int | None = None
    kind: SessionKind = SessionKind.ALL
    order: SessionOrder = SessionOrder.NEWEST


class ListedSession(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A session of a list: what it is sorted by, and its row."""

    value: float | None
    start: Instant
    key: str
    doc: bytes
    """JSON of a SessionRow."""


class AttemptsWanted(msgspec.Struct, frozen=True):
    """Those of the attempts that start in a span, of a socket, a kind and a stage, the newest first."""

    span: Span
    settled_by: Instant = NEVER
    """Those that had settled before that."""
    socket: int | None = None
    kind: AttemptKind = AttemptGroup.ALL
    stage: Stage | None = None
