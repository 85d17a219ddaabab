"""
How are old frames kept small?

A block is up to 4,096 frames of one station and UTC day in their order, as MessagePack under zstd: about a
twentieth of what they take as rows. What is alike stands together: numbers and instants as how far each is
from the one before, then texts after texts. A large frame is a block of its own from the start.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate, chain
from operator import sub

import msgspec

from chargeboard import zstd
from chargeboard.domain.frame import Frame
from chargeboard.time.instants import Micros

BLOCK = 4096
LARGE_TEXT = 1 << 15
"""Characters above which a frame is no row."""
MOST_TEXT = 1 << 25
"""Characters that are read at once, and the block with which they become more."""
_LEVEL, _LEVEL_AT_ONCE = 6, 1
"""The higher one makes a block a twentieth smaller, and takes five times as long."""

Row = tuple[int, int, str, str, str, str]
"""seq, received_at, direction, text, connection, protocol"""


class _Columns(msgspec.Struct):
    """Frames, field by field; the first number and the first instant are how far they are from zero."""

    seqs_apart: list[int]
    received_apart: list[Micros]
    directions: list[str]
    connections: list[str]
    protocols: list[str]
    texts: list[str]


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(_Columns | list[Row])
"""Blocks of before hold one frame after the other."""


def packed(rows: list[Row], *, at_once: bool = False) -> bytes:
    """The block of these rows; `at_once`: somebody waits."""
    seqs, received_at, directions, texts, connections, protocols = map(list, zip(*rows, strict=True))
    columns = _Columns(_apart(seqs), _apart(received_at), directions, connections, protocols, texts)
    return _compressed(columns, _LEVEL_AT_ONCE if at_once else _LEVEL)


def packed_frames(seqs: Sequence[int], frames: Sequence[Frame]) -> bytes:
    """The block of frames that never were rows; somebody waits."""
    columns = _Columns(
        _apart(seqs),
        _apart([frame.received_at for frame in frames]),
        [frame.direction for frame in frames],
        [frame.connection for frame in frames],
        [frame.protocol for frame in frames],
        [frame.text for frame in frames],
    )
    return _compressed(columns, _LEVEL_AT_ONCE)


def _compressed(columns: _Columns, level: int) -> bytes:
    return zstd.compress(_ENCODER.encode(columns), level=level)


def unpacked(body: bytes) -> list[Row]:
    """The rows of a block."""
    found = _DECODER.decode(zstd.decompress(body))
    if isinstance(found, list):
        return found
    return list(
        zip(
            accumulate(found.seqs_apart),
            accumulate(found.received_apart),
            found.directions,
            found.texts,
            found.connections,
            found.protocols,
            strict=True,
        )
    )


def _apart(numbers: Sequence[int]) -> list[int]:
    return list(map(sub, numbers, chain((0,), numbers)))
