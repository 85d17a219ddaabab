"""Which sessions of a file began before another one on their socket was over?"""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from chargeboard.time.instants import BEGINNING, Instant


class _Taken(NamedTuple):
    start: Instant
    end: Instant
    row: int
    """A digest of what the row says: the same row twice is one session."""
    line: int


class Overlapping:
    """Remembers from when to when each socket was taken; of a socket that is not named nobody can tell."""

    def __init__(self) -> None:
        self._taken: dict[tuple[str, object], list[_Taken]] = defaultdict(list)

    def add(self, charger: str, socket: object, start: Instant, end: Instant, *, row: int, line: int) -> None:
        """One session of the file."""
        if socket is not None:
            self._taken[charger, socket].append(_Taken(start, end, row, line))

    def lines(self) -> list[int]:
        """Where in the file those stand that overlap one that began before, or at the same instant."""
        found: list[int] = []
        for taken in self._taken.values():
            until, rows = BEGINNING, set[int]()
            for one in sorted(taken):
                if one.row in rows:
                    continue
                rows.add(one.row)
                if one.start < until and one.start < one.end:
                    found.append(one.line)
                until = max(until, one.end)
        return sorted(found)
