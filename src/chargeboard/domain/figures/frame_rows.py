"""What is told of frames, one after the other?"""

from __future__ import annotations

import msgspec

from chargeboard.domain.figures.evidence import Whose
from chargeboard.domain.figures.measures import InstantSpan
from chargeboard.time.instants import Instant


class Answer(msgspec.Struct, kw_only=True):
    """What was replied to a call."""

    received_at: Instant
    is_error: bool
    latency_ms: float
    text: str
    left_out: int = 0
    """Characters behind the end of `text`; the download has all."""


class FrameRow(msgspec.Struct, kw_only=True):
    """A frame, and the answer to it where it is a call that was answered."""

    seq: int
    received_at: Instant
    direction: str
    """in: from the charger. out: to the charger. ws: the connection itself. row: of another system."""
    kind: str
    """call, answer, error, send, link, row or unreadable."""
    action: str
    """Of a row its system and table."""
    message_id: str
    socket: int | None
    transaction_id: str
    connection: str
    protocol: str
    text: str
    answer: Answer | None
    left_out: int = 0
    """Characters behind the end of `text`; the download has all."""


class FramePage(msgspec.Struct, kw_only=True):
    """Frames of a span that fit the filter."""

    charger: Whose
    span: InstantSpan
    order: str
    """oldest or newest first."""
    hidden: int
    """How many frames that were read the filter left out."""
    next: str | None
    """The cursor of the next page; null: this is the last one."""
    frames: list[FrameRow]
