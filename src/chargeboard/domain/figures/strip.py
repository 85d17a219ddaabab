"""
What does the timeline draw?

The panel's document: pieces no thinner than a pixel, named by their worst state, with the true time in each
state beside it. It is small whatever the span is, while `Board.states` holds every state exactly.
"""

from __future__ import annotations

import msgspec

from chargeboard.domain.codes import EventKind
from chargeboard.time.instants import Instant, Micros
from chargeboard.time.spans import Span


class Piece(msgspec.Struct, frozen=True):
    """What is drawn: `start` to `end` in `state`. `held` is the true time in each state it stands for."""

    start: Instant
    end: Instant
    state: str
    held: tuple[tuple[str, Micros], ...]
    true_start: Instant
    true_end: Instant
    changes: int = 1

    @property
    def is_merged(self) -> bool:
        """Whether it stands for more than one state."""
        return self.changes > 1


class Mark(msgspec.Struct, frozen=True):
    """
    Something that happened.

    `socket` 0 is the charger. `end` None: it still is so, or lasts no time (`is_moment`).
    """

    at: Instant
    kind: EventKind
    name: str
    detail: str = ""
    socket: int = 0
    end: Instant | None = None
    is_moment: bool = False


class Stay(msgspec.Struct, frozen=True):
    """A session, as far as the timeline leads to it."""

    socket: int | None
    start: Instant
    end: Instant | None
    key: str


class Strip(msgspec.Struct, frozen=True, kw_only=True):
    """The timeline of one charger."""

    span: Span
    rows: dict[int, list[Piece]]
    held: dict[int, dict[str, Micros]]
    """The true time in each state, by socket."""
    link: list[tuple[Instant, Instant, str]]
    """connected, offline, unrecorded (our own server was away), uncommissioned (before the first message)."""
    marks: list[Mark] = []
    idle: list[tuple[int, Instant, Instant]] = []
    """(socket, start, end) of charging without energy."""
    stays: list[Stay] = []
    """Sessions; empty where the span is so long that a piece stands for many."""
