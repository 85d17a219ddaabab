"""What is asked of sessions, attempts and errors of many chargers at once?"""

from __future__ import annotations

from typing import Protocol

from chargeboard.domain.figures.happenings import HappeningsSpan, KeptHappening


class HappeningsPort(Protocol):
    """They are found by time; of who is not on the list of chargers there are none."""

    def happenings(self, asked: HappeningsSpan) -> tuple[list[KeptHappening], list[KeptHappening]]:
        """Those that have settled, and those that have not; the newest first, at most so many of each."""
