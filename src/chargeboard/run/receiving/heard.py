"""Who of those that frames were kept of is still to be told to whoever understands, and when?"""

from __future__ import annotations

from collections.abc import Iterable
from time import monotonic
from typing import Protocol

from chargeboard.domain.members import Kind

TELL_EVERY_S = 0.1
"""At most: each time another process wakes up."""


class Tell(Protocol):
    """Is told of stations, and what is new of them."""

    def __call__(self, stations: Iterable[str], kind: Kind = "heard", /) -> None: ...


class Heard:
    """Of whom there are frames that nobody was told of yet."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell
        self._told_at = float("-inf")
        self._waiting: dict[Kind, set[str]] = {"heard": set(), "routine": set()}

    def __bool__(self) -> bool:
        return any(self._waiting.values())

    @property
    def is_due(self) -> bool:
        """Whether it is long enough since somebody was told."""
        return monotonic() - self._told_at >= TELL_EVERY_S

    def add(self, news: Iterable[str], routine: Iterable[str]) -> None:
        """Who has news, and who tells only what may wait; news are told at once where that is due."""
        heard = self._waiting
        heard["heard"].update(news)
        heard["routine"].update(routine)
        heard["routine"] -= heard["heard"]
        if heard["heard"] and self.is_due:
            self.tell()

    def tell(self) -> None:
        """Tell of all who were heard since the last time."""
        for kind, stations in self._waiting.items():
            if stations:
                self._told_at = monotonic()
                self._tell(stations, kind)
                stations.clear()

    def tell_nothing(self) -> None:
        """Nobody was heard: whoever is told can do what waits for that."""
        self._tell(())
