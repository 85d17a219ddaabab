"""Who is due next?"""

from __future__ import annotations

import heapq


class Due:
    """Names by when they are due, the earliest first; among equals who came first."""

    def __init__(self) -> None:
        self._at: dict[str, float] = {}
        self._heap: list[tuple[float, int, str]] = []
        """What is no longer so stays in it until it is met."""
        self._count = 0

    def __bool__(self) -> bool:
        return bool(self._at)

    def __len__(self) -> int:
        return len(self._at)

    def __contains__(self, name: str) -> bool:
        return name in self._at

    def by(self, name: str, at: float) -> None:
        """It is due then, or earlier where that was known."""
        known = self._at.get(name)
        if known is None or at < known:
            self._at[name] = at
            self._count += 1
            heapq.heappush(self._heap, (at, self._count, name))

    def drop(self, name: str) -> None:
        """It is not due any more."""
        self._at.pop(name, None)

    def is_any(self, now: float) -> bool:
        """Whether anything is due by now."""
        while self._heap:
            at, _, name = self._heap[0]
            if self._at.get(name) == at:
                return at <= now
            heapq.heappop(self._heap)
        return False

    def pop(self, now: float, most: int) -> list[str]:
        """The first that are due by now; they are not due any more."""
        found: list[str] = []
        while len(found) < most and self.is_any(now):
            _, _, name = heapq.heappop(self._heap)
            del self._at[name]
            found.append(name)
        return found
