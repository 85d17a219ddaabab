"""
How are old facts kept in little room?

A block is facts of one station one after the other in their order, as MessagePack under zstd: an eighth of
what they take as rows. All that is asked of a fact stands in it, but for its number and whether it was told
again.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate, chain
from operator import attrgetter, sub
from typing import NamedTuple

import msgspec

from chargeboard import zstd
from chargeboard.domain.facts import AnyFact
from chargeboard.domain.records import FactPlace
from chargeboard.store.sql.bodies.fact_columns import kind_and_socket
from chargeboard.time.instants import Instant

_LEVEL, _LEVEL_AT_ONCE = 6, 4
"""The higher one makes a block a sixteenth smaller, and takes two and a half times as long."""


class FactRow(NamedTuple):
    """A fact as the table of rows has it."""

    at: Instant
    received_at: Instant
    n: int
    body: bytes
    known_at: Instant | None
    replaced_at: Instant | None
    kind: str
    socket: int | None

    @property
    def place(self) -> FactPlace:
        """Where it stands among the facts of its station."""
        return self.at, self.received_at, self.n


class _Block(msgspec.Struct, array_like=True):
    """
    Each number is how far it is from the one before. `known_at` and `replaced_at` are of those that have one,
    by where they stand.
    """

    numbers_apart: list[int]
    known_at: dict[int, Instant]
    replaced_at: dict[int, Instant]
    facts: msgspec.Raw


class _Clocks(msgspec.Struct, array_like=True, gc=False):
    """What each fact begins with."""

    kind: str
    at: Instant
    received_at: Instant


_ENCODE = msgspec.msgpack.Encoder().encode
_DECODE = msgspec.msgpack.Decoder(_Block).decode
_CLOCKS = msgspec.msgpack.Decoder(list[_Clocks]).decode
_AT = attrgetter("at")
_APART = msgspec.msgpack.Decoder(list[msgspec.Raw]).decode
_FACTS = msgspec.msgpack.Decoder(list[AnyFact]).decode


def packed_facts(rows: Sequence[FactRow]) -> bytes:
    """The block of these rows, which are in their order."""
    block = _Block(
        numbers_apart=_apart([row.n for row in rows]),
        known_at={n: row.known_at for n, row in enumerate(rows) if row.known_at is not None},
        replaced_at={n: row.replaced_at for n, row in enumerate(rows) if row.replaced_at is not None},
        facts=msgspec.Raw(_one_after_the_other([row.body for row in rows])),
    )
    return zstd.compress(_ENCODE(block), level=_LEVEL)


def packed_new(facts: Sequence[AnyFact], numbers: Sequence[int]) -> bytes:
    """The block of facts that never were rows, in their order; none was told again, and somebody waits."""
    block = _Block(_apart(numbers), {}, {}, msgspec.Raw(_ENCODE(facts)))
    return zstd.compress(_ENCODE(block), level=_LEVEL_AT_ONCE)


def facts_of(bodies: Sequence[bytes | msgspec.Raw]) -> list[AnyFact]:
    """Facts as they are kept one by one."""
    return _FACTS(_one_after_the_other(bodies))


def renamed(block: bytes, old: str, new: str) -> bytes | None:
    """The block with another word that is as long in place of the old one; None where that is not in it."""
    whole = zstd.decompress(block)
    if old.encode() not in whole:
        return None
    return zstd.compress(whole.replace(old.encode(), new.encode()), level=_LEVEL)


class FactBlock:
    """What a block holds; of it only what is asked for is read."""

    def __init__(self, block: bytes) -> None:
        """Open it."""
        self._block = _DECODE(zstd.decompress(block))

    @cached_property
    def _clocks(self) -> list[_Clocks]:
        return _CLOCKS(self._block.facts)

    @cached_property
    def places(self) -> list[FactPlace]:
        """Where each stands."""
        numbers = accumulate(self._block.numbers_apart)
        return [(one.at, one.received_at, n) for one, n in zip(self._clocks, numbers, strict=True)]

    def whole(self) -> list[AnyFact]:
        """All facts of it."""
        return _FACTS(self._block.facts)

    def bodies(self, some: Sequence[int]) -> list[msgspec.Raw]:
        """Those that stand there, as they are kept one by one."""
        bodies = _APART(self._block.facts)
        return bodies[some.start : some.stop] if isinstance(some, range) else [bodies[n] for n in some]

    def within(self, first: Instant, end: Instant) -> range:
        """Where those stand that happened in [first, end)."""
        begin, stop = (bisect_left(self._clocks, at, key=_AT) for at in (first, end))
        return range(begin, stop)

    def counting(self, some: Iterable[int], received_until: Instant) -> list[int]:
        """Which of these count at a moment: received by then, known by then, and not replaced by then."""
        known, replaced = self._block.known_at, self._block.replaced_at
        return [
            n
            for n in some
            if self._clocks[n].received_at <= received_until
            and known.get(n, received_until) <= received_until
            and (n not in replaced or replaced[n] > received_until)
        ]

    def of_kind(self, tag: str, some: Iterable[int]) -> list[int]:
        """Which of these are of a kind."""
        return [n for n in some if self._clocks[n].kind == tag]

    def in_force(self, some: Iterable[int]) -> list[int]:
        """Which of these no other took the place of."""
        return [n for n in some if n not in self._block.replaced_at]

    def retold(self, some: range) -> list[tuple[Instant, Instant]]:
        """Of those that were told again or gave way: when they happened, and since when that is known."""
        known, replaced = self._block.known_at, self._block.replaced_at
        return [
            (self._clocks[n].at, max(one[n] for one in (known, replaced) if n in one))
            for n in sorted({*known, *replaced})
            if n in some
        ]

    def rows(self) -> list[FactRow]:
        """All of it as rows."""
        block = self._block
        columns = map(kind_and_socket, self.whole())
        bodies = _APART(block.facts)
        return [
            FactRow(
                *place,
                bytes(bodies[n]),
                block.known_at.get(n),
                block.replaced_at.get(n),
                *of_fact,
            )
            for n, (place, of_fact) in enumerate(zip(self.places, columns, strict=True))
        ]


def _apart(numbers: Sequence[int]) -> list[int]:
    return list(map(sub, numbers, chain((0,), numbers)))


def _one_after_the_other(bodies: Sequence[bytes | msgspec.Raw]) -> bytes:
    return b"\xdd" + len(bodies).to_bytes(4) + b"".join(bodies)
