"""What goes wrong on our own side, so that figures are not what they could be?"""

from __future__ import annotations

import msgspec

from chargeboard.domain.instants import Instant


class Trouble(msgspec.Struct, frozen=True):
    """What keeps figures from being up to date; all is well where it holds nothing."""

    why: str = ""
    """Why nothing that chargers say can be kept."""
    since: Instant | None = None
    behind: int = 0
    """Of how many chargers something is kept and not yet understood, for longer than it should take."""
    behind_since: Instant | None = None

    def __bool__(self) -> bool:
        return bool(self.why or self.behind)
