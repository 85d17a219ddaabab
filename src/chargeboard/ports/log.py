"""What is asked of a store that is fed from a log which others keep?"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Protocol

import msgspec

from chargeboard.time.instants import Instant


class LogPosition(msgspec.Struct, frozen=True):
    """How far a part of the log was read."""

    position: int = 0
    """The number of the last message, in the log's own count."""
    told: Mapping[str, int] = {}
    """Of each gateway the number of its last message in this part, by its own count."""


class LogStep(msgspec.Struct, frozen=True):
    """A part was read on."""

    part: int
    epoch: int
    """Of the lease by which it was."""
    before: int
    """From behind that position."""
    read: LogPosition


class LogPort(Protocol):
    """Where reading goes on. The position is written in the commit of what was read."""

    def name_log(self, name: str) -> str:
        """The log that this store is fed from: the first that was named, until it is left."""

    def log_name(self) -> str:
        """The log that this store is fed from; empty where none was named."""

    def leave_log(self) -> None:
        """It is fed from none from now on, nor knows how far one was read."""

    def begin_log_part(self, part: int, epoch: int) -> LogPosition:
        """
        Whoever has that epoch reads the part from now on; earlier ones are refused.

        Raises: Overtaken where a later one has begun.
        """

    def advance_log_parts(self, steps: Sequence[LogStep]) -> None:
        """
        Parts were read so far, each by whoever has its epoch and from where it was read to before.

        Raises: Overtaken where that is not so of one of them any more: nothing of this commit may be kept.
        """

    def log_positions(self) -> dict[int, int]:
        """By part."""

    def newest_frames_at(self, stations: Collection[str]) -> dict[str, Instant]:
        """When the newest frames of those stations were received that have any."""
