"""
What is new in the tables of OCPP.Core?

Transactions are numbered, and each is written once more when it ends. Of connectors there is only how they
are now: what came and went between two looks is lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import msgspec

from chargeboard.capture.feeds.kind import Part
from chargeboard.capture.feeds.ocpp_core import rows
from chargeboard.capture.feeds.ocpp_core.database import ReadOnly
from chargeboard.capture.formats.reading import LineError, Rejected
from chargeboard.domain.frame import Frame
from chargeboard.time.instants import MINUTE, Instant

AT_ONCE: Final = 5_000
"""Transactions that are read at once."""
_MOST_OPEN: Final = 5_000
_NEW, _TRANSACTIONS, _CONNECTORS = (
    Path(__file__).with_name("queries").joinpath(f"{name}.sql").read_text(encoding="utf-8")
    for name in ("new", "transactions", "connectors")
)


class Cursor(msgspec.Struct, frozen=True):
    """How far was read."""

    top: int = 0
    """The highest number of a transaction."""
    open: tuple[int, ...] = ()
    """Transactions whose stop is awaited."""
    told: tuple[int, ...] = ()
    """How connectors, and meters of transactions that go on, were, by its digests."""


class Reading:
    """OCPP.Core, as it is read."""

    def __init__(self, database: ReadOnly, name: str) -> None:
        self._database, self._name = database, name
        self._stands: tuple[str, tuple[int, int]] | None = None
        """The cursor behind which nothing was left, and the state of the file then."""
        self._looked_at: Instant | None = None
        self._rejected: list[Rejected] = []

    def close(self) -> None:
        """Give the file back."""
        self._database.close()

    def read(self, cursor: str, now: Instant) -> Part:
        """What is there behind the cursor. Raises: FeedError."""
        self._rejected = []
        with self._database.moment() as version:
            if self._stands == (cursor, version):
                self._looked_at = now
                return Part([], [], cursor, is_all=True)
            before = msgspec.json.decode(cursor, type=Cursor) if cursor else Cursor()
            seen = rows.Seen(now, self._since(cursor, now))
            new = self._transactions([id_ for (id_,) in self._database.asked(_NEW, (before.top, AT_ONCE))])
            known = self._transactions(before.open)
            is_all = len(new) < AT_ONCE
            connectors = self._database.asked(_CONNECTORS) if is_all else []
        going_on = [told for told in (*known, *new) if told[rows.STOPPED_AT] is None]
        frames = [*self._turns(rows.start, new, seen), *self._turns(rows.stop, [*known, *new], seen)]
        after_told = before.told
        if is_all:
            state = [*rows.connectors(connectors, seen), *rows.meters(going_on, seen)]
            was, names = {*before.told}, [_digest(frame) for frame in state]
            frames += [frame for frame, name in zip(state, names, strict=True) if name not in was]
            after_told = tuple(names)
        after = Cursor(
            top=max([before.top, *(told[0] for told in new)]),
            open=tuple(told[0] for told in going_on[-_MOST_OPEN:]),
            told=after_told,
        )
        if after != before:
            cursor = msgspec.json.encode(after).decode()
        if is_all:
            self._stands, self._looked_at = (cursor, version), now
        return Part(sorted(frames, key=lambda frame: frame.received_at), self._rejected, cursor, is_all)

    def _transactions(self, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        return self._database.asked(_TRANSACTIONS, (msgspec.json.encode(ids).decode(),)) if ids else []

    def _since(self, cursor: str, now: Instant) -> Instant | None:
        """When was looked last, if that was so lately that what is new was written since."""
        if self._stands is None or self._stands[0] != cursor or self._looked_at is None:
            return None
        return self._looked_at if now - self._looked_at <= MINUTE else None

    def _turns(self, make: rows.Make, found: list[tuple[Any, ...]], seen: rows.Seen) -> Iterator[Frame]:
        """Beginnings or ends of transactions; one that has no time is put aside."""
        for told in found:
            try:
                frame = make(told, seen)
            except LineError as error:
                self._rejected.append(Rejected(self._name, told[0], error.why, str(told)))
            else:
                if frame is not None:
                    yield frame


def _digest(frame: Frame) -> int:
    text = f"{frame.station}\n{frame.text}".encode()
    return int.from_bytes(blake2b(text, digest_size=6).digest())
