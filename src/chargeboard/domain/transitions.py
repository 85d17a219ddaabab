"""
What changed, and what will?

A transition is one change of what is told of a charger: of a socket's state, of the link, of an error, of a
rule of guidance. What time alone may change, if the charger says nothing more, is due at an instant that is
known before.
"""

from __future__ import annotations

import msgspec

from chargeboard.domain.codes import Code
from chargeboard.time.instants import Instant


class Kind(Code):
    """What it is that changes."""

    SOCKET = "socket"
    """Its state (1.2)."""
    LINK = "link"
    """Whether the charger is in reach: connected, offline, or not recorded (1.5)."""
    ERROR = "error"
    """Whether it lasts, by its severity (2.7). One of a moment is a fact and changes no state."""
    RULE = "rule"
    """Whether a rule of guidance speaks, by its severity (3)."""


class Cause(Code):
    """Why time alone may change what is told."""

    THIS_INSTANT = "this_instant"
    """A span's end is not in it: what happened this very instant counts in the next."""
    NEW_DAY = "new_day"
    """Local midnight."""
    CLOCK_AHEAD = "clock_ahead"
    """Something was told that happens later, by a clock that runs ahead."""
    RECONNECT_GRACE = "reconnect_grace"
    """A closed link becomes an offline period (O2)."""
    SILENCE = "silence"
    """A silence becomes an offline period (O3)."""
    LONG_GAP = "long_gap"
    """An offline period becomes so long that it is listed as an error, where that is wanted (2.7)."""
    ATTEMPT_WINDOW = "attempt_window"
    """What an attempt waits for does not come any more (A1)."""
    STOP_GRACE = "stop_grace"
    """Available has stood so long that a stop must be lost (S5b)."""
    STALE = "stale"
    """A session has given no sign for so long that its stop must be lost (S5c)."""
    RULE = "rule"
    """A rule of guidance begins or ceases to speak."""


class Subject(msgspec.Struct, frozen=True, order=True):
    """What changes: a socket, the link, an error of a socket by its code, or a rule by its id."""

    kind: Kind
    socket: int = 0
    """0: the charger as a whole."""
    name: str = ""


class Transition(msgspec.Struct, frozen=True):
    """Something is told otherwise than before. None: nothing is told of it."""

    at: Instant
    """When it happened."""
    subject: Subject
    before: str | None
    after: str | None
    known_at: Instant
    """When it was told first; a silence is told when it has lasted too long, a late stop when it arrives."""


class Due(msgspec.Struct, frozen=True, order=True):
    """An instant at which time alone may change what is told; not before."""

    at: Instant
    cause: Cause
