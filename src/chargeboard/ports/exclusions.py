"""What is asked of windows by which an outage is excused?"""

from __future__ import annotations

from typing import Protocol

from chargeboard.domain.exclusions import DeclaredExclusion


class ExclusionsPort(Protocol):
    """What operators declared."""

    def exclusions(self) -> tuple[DeclaredExclusion, ...]:
        """All, by time; next to free, and the same object while none changed."""

    def save_exclusion(self, window: DeclaredExclusion) -> None:
        """Keep it, in the place of the one of that id; what alerts wait for is looked at again."""

    def drop_exclusion(self, name: str) -> bool:
        """Forget it; whether there was one."""
