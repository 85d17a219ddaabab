"""
What is worth keeping between two looks, and when is it too much?

By its size, not by its number: the busiest charger's past is a hundred times as large as a quiet one's. What
was not asked for the longest goes first.
"""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable, Hashable, Iterable
from datetime import date
from itertools import islice
from types import NoneType
from typing import Generic, TypeVar

import msgspec

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

_DEEPEST = 7
_SIMPLE = frozenset({str, bytes, int, float, bool, date, NoneType})
_NAMES = ("__struct_fields__", "__slots__", "__dict__")


class Remembered(Generic[K, V]):
    """Values up to a number of bytes."""

    def __init__(self, most_bytes: int) -> None:
        self._most = most_bytes
        self._values: dict[K, tuple[V, int]] = {}
        self._turn = threading.RLock()
        self.bytes = 0
        """About how much is kept."""

    def __len__(self) -> int:
        return len(self._values)

    def get(self, key: K) -> V | None:
        """The value, if it is still kept."""
        with self._turn:
            found = self._values.pop(key, None)
            if found is None:
                return None
            self._values[key] = found
            return found[0]

    def put(self, key: K, value: V, size: int | None = None) -> None:
        """Keep it; others make way. What is larger than all room is not kept. `size`: in bytes, if known."""
        size = weight(value) if size is None else size
        with self._turn:
            self.drop(key)
            if size > self._most:
                return
            self._values[key] = (value, size)
            self.bytes += size
            while self.bytes > self._most:
                self.drop(next(iter(self._values)))

    def drop(self, key: K) -> None:
        """Keep it no more."""
        with self._turn:
            found = self._values.pop(key, None)
            if found is not None:
                self.bytes -= found[1]


class Answers(Generic[K, V]):
    """What a function gave, with what it was asked, up to a number of bytes. Nobody changes either."""

    def __init__(
        self,
        most_bytes: int,
        answer: Callable[[K], V],
        weigh: Callable[[K, V], int] = lambda asked, found: weight(asked) + weight(found),
    ) -> None:
        """`weigh`: about how many bytes both take; to weigh each part takes longer than to decode it."""
        self._answer, self._weigh, self._kept = answer, weigh, Remembered[K, V](most_bytes)

    def __call__(self, asked: K) -> V:
        found = self._kept.get(asked)
        if found is None:
            found = self._answer(asked)
            self._kept.put(asked, found, self._weigh(asked, found))
        return found

    @property
    def bytes(self) -> int:
        """About how much is kept."""
        return self._kept.bytes


def weight(value: object, depth: int = 0) -> int:
    """About how many bytes a value takes: of what has many parts a few are weighed, evenly spread."""
    if type(value) in _SIMPLE:
        return sys.getsizeof(value)
    if isinstance(value, msgspec.Raw):
        return memoryview(value).nbytes  # its own size is told wrongly: an absurd number
    own = sys.getsizeof(value)
    if depth == _DEEPEST or isinstance(value, str | int | type):
        return own
    if isinstance(value, dict):  # not any mapping: to ask whether it is one takes longer than the rest
        return own + _weight_of(value.items(), len(value), depth)
    if isinstance(value, list | tuple | set | frozenset):
        return own + _weight_of(value, len(value), depth)
    names = next((found for of in _NAMES if (found := getattr(value, of, None))), ())
    return own + sum(weight(getattr(value, name, None), depth + 1) for name in names)


def _weight_of(parts: Iterable[object], number: int, depth: int) -> int:
    step = max(1, number if depth > 1 else number // 2)
    some = [weight(part, depth + 1) for part in islice(parts, 0, None, step)]
    return sum(some) * number // len(some) if some else 0
