"""What does the store hold of chargers, read again only where it changed?"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from chargeboard.history.remembered import Remembered, weight
from chargeboard.time.instants import HOUR
from chargeboard.time.spans import Span

V = TypeVar("V")

_ROW_BYTES = 500


class StoredParts:
    """Rows of a store's chargers, and what follows from them alone, while no settlement replaces them."""

    def __init__(self, most_bytes: int = 64 << 20) -> None:
        self._read = Remembered[Hashable, tuple[Hashable, Any]](most_bytes)

    @property
    def bytes(self) -> int:
        """About how much is kept, of all chargers."""
        return self._read.bytes

    def rows(
        self, station: str, version: Hashable, kind: str, span: Span, read: Callable[[Span], list[V]]
    ) -> list[V]:
        """
        What `read` finds of a kind in a span, and perhaps more from before it, by time.

        A span that moves on with the clock is read once an hour.
        """
        key = (station, kind, span.end)
        known = self._read.get(key)
        if known is not None and known[0] == version:
            since, rows = known[1]
            if since < span.start:
                found: list[V] = rows
                return found
        since = (span.start - 1) // HOUR * HOUR
        found = read(Span(since, span.end))
        # rows of a kind are much alike
        size = len(found) * weight(found[len(found) // 2]) if found else _ROW_BYTES
        self._read.put(key, (version, (since, found)), size)
        return found

    def once(self, station: str, version: Hashable, what: Hashable, make: Callable[[], V]) -> V:
        """What `make` gives; it is asked again where it was of another version."""
        known = self._read.get((station, what))
        if known is not None and known[0] == version:
            made: V = known[1]
            return made
        made = make()
        self._read.put((station, what), (version, made))
        return made

    def known(self, station: str, version: Hashable, what: Hashable) -> Any:  # noqa: ANN401 - as it was kept
        """What was kept of that version; None where nothing was."""
        known = self._read.get((station, what))
        return known[1] if known is not None and known[0] == version else None

    def keep(
        self, station: str, version: Hashable, what: Hashable, made: object, rows: int | None = None
    ) -> None:
        """It was made, or has grown since; of so many `rows`, where that is not to be found out."""
        self._read.put((station, what), (version, made), None if rows is None else rows * _ROW_BYTES)
