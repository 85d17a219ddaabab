"""
How are old frames kept small?

A block is up to 4,096 frames of one station and UTC day in their order, as MessagePack under zstd: about a
tenth of what they take as rows. A large frame is a block of its own from the start.
"""

from __future__ import annotations

import msgspec
import zstandard

BLOCK = 4096
LARGE_TEXT = 1 << 15
"""Characters above which a frame is no row."""
MOST_TEXT = 1 << 25
"""Characters that are read at once, and the block with which they become more."""
_LEVEL, _LEVEL_AT_ONCE = 6, 3

Row = tuple[int, int, str, str, str, str]
"""seq, received_at, direction, text, connection, protocol"""

_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(list[Row])


def packed(rows: list[Row], *, at_once: bool = False) -> bytes:
    """The block of these rows; `at_once`: somebody waits."""
    level = _LEVEL_AT_ONCE if at_once else _LEVEL
    return zstandard.ZstdCompressor(level=level).compress(_ENCODER.encode(rows))


def unpacked(body: bytes) -> list[Row]:
    """The rows of a block."""
    return _DECODER.decode(zstandard.ZstdDecompressor().decompress(body))
