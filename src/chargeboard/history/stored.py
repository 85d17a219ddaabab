"""What does the store hold of chargers, read again only where it changed?"""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any, TypeAlias, TypeVar

from chargeboard.history.remembered import Remembered, weight
from chargeboard.time.instants import HOUR
from chargeboard.time.spans import Span

V = TypeVar("V")
Noting: TypeAlias = tuple[Hashable, ...]
"""What was asked of a charger."""
Noted: TypeAlias = dict[Noting, tuple[Hashable, Any]]
"""By what was asked of a charger: of which version it is, and what was found."""

_ROW_BYTES = 500


class StoredParts:
    """Rows of a store's chargers, and what follows from them alone, while no settlement replaces them."""

    def __init__(self, most_bytes: int = 64 << 20) -> None:
        self._read = Remembered[Hashable, tuple[Hashable, Any]](most_bytes)

    @property
    def bytes(self) -> int:
        """About how much is kept, of all chargers."""
        return self._read.bytes

    def noting(self) -> NotingParts:
        """These parts, by who writes down which of them a look makes use of."""
        return NotingParts(self._read)

    def rows(
        self, station: str, version: Hashable, kind: str, span: Span, read: Callable[[Span], list[V]]
    ) -> list[V]:
        """
        What `read` finds of a kind in a span, and perhaps more from before it, by time.

        A span that moves on with the clock is read once an hour.
        """
        known = self._found(station, version, kind, span.end)
        if known is not None:
            since, rows = known
            if since < span.start:
                found: list[V] = rows
                return found
        since = (span.start - 1) // HOUR * HOUR
        found = read(Span(since, span.end))
        self.keep_rows(station, version, kind, Span(since, span.end), found)
        return found

    def keep_rows(self, station: str, version: Hashable, kind: str, span: Span, rows: list[V]) -> None:
        """They are what is found of a kind in a span."""
        # rows of a kind are much alike
        size = len(rows) * weight(rows[len(rows) // 2]) if rows else _ROW_BYTES
        self._keep(station, version, (span.start, rows), size, kind, span.end)

    def once(self, station: str, version: Hashable, what: Hashable, make: Callable[[], V]) -> V:
        """What `make` gives; it is asked again where it was of another version."""
        known = self._found(station, version, what)
        if known is not None:
            made: V = known
            return made
        made = make()
        self._keep(station, version, made, None, what)
        return made

    def known(self, station: str, version: Hashable, what: Hashable) -> Any:  # noqa: ANN401 - as it was kept
        """What was kept of that version; None where nothing was."""
        return self._found(station, version, what)

    def taken(self, station: str, version: Hashable, what: Noting) -> Any:  # noqa: ANN401 - as it was kept
        """What was kept of that version, which is kept no more; None where nothing was."""
        known = self._found(station, version, *what)
        if known is not None:
            self._read.drop((station, *what))
        return known

    def keep(
        self, station: str, version: Hashable, what: Hashable, made: object, rows: int | None = None
    ) -> None:
        """It was made, or has grown since; of so many `rows`, where that is not to be found out."""
        self._keep(station, version, made, None if rows is None else rows * _ROW_BYTES, what)

    def _found(self, station: str, version: Hashable, *what: Hashable) -> Any:  # noqa: ANN401 - as it was kept
        known = self._read.get((station, *what))
        return known[1] if known is not None and known[0] == version else None

    def _keep(self, station: str, version: Hashable, made: object, size: int | None, *what: Hashable) -> None:
        self._read.put((station, *what), (version, made), size)


class NotingParts(StoredParts):
    """Such parts, with a note of each that is used."""

    def __init__(self, read: Remembered[Hashable, tuple[Hashable, Any]]) -> None:
        self._read = read
        self.noted: Noted = {}
        """By what it is, without the station."""

    def _found(self, station: str, version: Hashable, *what: Hashable) -> Any:  # noqa: ANN401 - as it was kept
        found = super()._found(station, version, *what)
        if found is not None:
            self.noted[what] = version, found
        return found

    def _keep(self, station: str, version: Hashable, made: object, size: int | None, *what: Hashable) -> None:
        super()._keep(station, version, made, size, *what)
        self.noted[what] = version, made
