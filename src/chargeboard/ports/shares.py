"""What is asked of a store about links that show something to who has no account?"""

from __future__ import annotations

from typing import Protocol

from chargeboard.domain.shares import Share
from chargeboard.time.instants import Instant


class SharesPort(Protocol):
    """Shares by their digests, and by their names."""

    def share(self, digest: str) -> Share | None: ...

    def all_shares(self) -> list[Share]:
        """By name."""

    def save_share(self, share: Share) -> None:
        """Keep it, as it was made: how often it was used stays."""

    def used_share(self, digest: str, uses: int, at: Instant) -> None:
        """It was used so many more times, the last time then; that is no change."""

    def drop_share(self, name: str) -> bool:
        """It counts no more; whether there was one."""
