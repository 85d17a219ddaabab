"""
In which form do copies go from the relay to the process that reads them?

A record is a header and bytes. The same record format serves both ways of starting: a fresh tap begins with
BEGAN; a copier that takes over from one that died is told of each connection by MISSED.
"""

from __future__ import annotations

import enum
import struct
from collections.abc import Iterator
from typing import NamedTuple

import msgspec

from chargeboard.time.instants import Instant

_HEADER = struct.Struct("<BIqI")
CONFIRMED = struct.Struct("<q")
"""What the reader sends back now and then: everything received before that instant is in the spool."""


class Kind(enum.IntEnum):
    """What a record tells."""

    BEGAN = 0
    """The tap started."""
    OPENED = 1
    """A charger connected."""
    IN = 2
    """The charger sent these bytes."""
    OUT = 3
    """The CSMS sent these bytes."""
    CLOSED = 4
    """The connection is over."""
    MISSED = 5
    """Copies of the connection were lost; the bytes are a `Missed`."""
    TICK = 6
    """Nothing happened, but time passed."""


class Record(NamedTuple):
    """One of them; `link` numbers the connections of a relay."""

    kind: Kind
    link: int
    at: Instant
    data: bytes = b""


class Missed(msgspec.Struct, frozen=True, array_like=True):
    """Copies that were lost until now, and how the connection began, for who does not know it."""

    since: Instant
    lost_bytes: int
    request: bytes
    response: bytes


def packed(record: Record) -> bytes:
    """The record as bytes."""
    return _HEADER.pack(record.kind, record.link, record.at, len(record.data)) + record.data


class Unpacker:
    """Finds the records in a stream."""

    def __init__(self) -> None:
        self._rest = bytearray()

    def feed(self, data: bytes) -> Iterator[Record]:
        """The records that are whole with these bytes."""
        rest = self._rest
        rest += data
        at, size = 0, _HEADER.size
        while len(rest) - at >= size:
            kind, link, instant, length = _HEADER.unpack_from(rest, at)
            if len(rest) - at - size < length:
                break
            yield Record(Kind(kind), link, instant, bytes(rest[at + size : at + size + length]))
            at += size + length
        del rest[:at]
