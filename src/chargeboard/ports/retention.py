"""What is asked of a store that lets go of what is old?"""

from __future__ import annotations

from typing import Protocol

from chargeboard.domain.records import KeptSince
from chargeboard.time.instants import Instant


class RetentionPort(Protocol):
    """What is older than it is to be kept: gone, a bounded part at a time."""

    def kept_since(self, station: str) -> KeptSince:
        """Since when what is kept of a station is whole."""

    def all_kept_since(self) -> dict[str, KeptSince]:
        """Of the stations that anything was let go of."""

    def let_frames_go(self, station: str, until: Instant, mark: bytes) -> None:
        """
        Drop the frames received before; `mark` is what a fold of them leaves behind.

        From then on older ones are not taken.
        """

    def let_evidence_go(self, station: str, until: Instant) -> bool:
        """
        Drop a part of the facts, and of sessions' readings, from before a checkpoint; whether there was one.

        Conclusions from before it stay as they are, for ever.
        """

    def let_sessions_go(self, station: str, until: Instant) -> bool:
        """Drop a part of the sessions, attempts and stray stops from before; whether there was one."""

    def first_fact_heard_from(self, station: str, received_from: Instant) -> int:
        """The number of the first fact that was received then or later."""
