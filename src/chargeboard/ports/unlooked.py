"""What is asked of a store about chargers that are to be looked at?"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from chargeboard.time.instants import Micros


class UnlookedPort(Protocol):
    """Whose line and conclusions may be of other settings, rules or code than today's."""

    def look_at_all_unless(self, mark: str) -> None:
        """All chargers are to be looked at, where they last were by others; `mark` names today's."""

    def unlooked(self, behind: str, most: int) -> dict[str, int]:
        """Those that were not looked at yet, by id, the first behind one; and how many changes each has."""

    def unlooked_sites(self) -> dict[str, str]:
        """The site by which the line of each of them is found."""

    def are_looked_at(self, changes: Mapping[str, int]) -> None:
        """These were, by so many changes; of whom there are more now is still to be looked at."""

    def unfinished(self, little: Micros) -> list[tuple[str, bool]]:
        """
        Chargers of which something is left to follow from frames that were folded, and whether that is much.

        They are to be folded again, conclusions are behind facts, or a line is behind what is known. Much: to
        be folded again, or facts of longer than `little` are not settled.
        """
