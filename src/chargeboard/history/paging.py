"""
Which rows are on a page, where most are stored in order and a few are at hand?

The few (what is not stored yet, or reaches into the span from before it) can shift a stored row by their own
number at most. So a page reads no more stored rows than it shows and those few.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from heapq import merge
from typing import Any, Generic, TypeVar

T = TypeVar("T")

_A_PIECE = 5_000


@dataclass(frozen=True, slots=True)
class MergedRows(Generic[T]):
    """Two lists as one: stored rows, read in order by (offset, limit), and loose ones, in any."""

    stored: Callable[[int, int], Sequence[T]]
    loose: Sequence[T]
    key: Callable[[T], Any]
    """By what both are in order."""

    def page(self, offset: int, limit: int) -> list[T]:
        """The rows from the offset on, at most so many."""
        loose = sorted(self.loose, key=self.key)
        skipped = max(0, offset - len(loose))
        shown = offset - skipped
        stored = self.stored(skipped, limit + shown)
        return list(merge(stored, loose, key=self.key))[shown : shown + limit]

    def __iter__(self) -> Iterator[T]:
        """All rows, a piece at a time."""
        return iter(merge(self._pieces(), sorted(self.loose, key=self.key), key=self.key))

    def _pieces(self) -> Iterator[T]:
        offset = 0
        while piece := self.stored(offset, _A_PIECE):
            yield from piece
            offset += len(piece)
