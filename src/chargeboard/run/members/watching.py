"""
Who is there no more?

Clocks of machines differ, so that nobody's is compared with another's: who did not say anything new for a
while of ours is gone. Who just began to look takes a word that is very old for that of somebody who is gone,
too.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from time import monotonic

from chargeboard.time.instants import MINUTE, Instant

_VERY_OLD = MINUTE


class Watching:
    """When somebody's word was last another one."""

    def __init__(self, within_s: float, now: Callable[[], Instant]) -> None:
        self._within_s, self._now = within_s, now
        self._seen: dict[str, tuple[Hashable, float]] = {}

    def gone(self, words: Iterable[tuple[str, Hashable, Instant]]) -> set[str]:
        """Whose word is as it was for too long; each with when it was said, by who said it."""
        at, seen, found = monotonic(), self._seen, set[str]()
        self._seen = {}
        for name, word, said_at in words:
            known = seen.get(name)
            since = known[1] if known is not None and known[0] == word else at
            self._seen[name] = (word, since)
            if at - since > self._within_s or (known is None and said_at < self._now() - _VERY_OLD):
                found.add(name)
        return found
