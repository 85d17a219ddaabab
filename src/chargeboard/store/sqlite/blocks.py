"""
How are old frames kept small?

A block is up to 4,096 frames of one station and UTC day in their order, as MessagePack under zstd: about a
tenth of what they take as rows.
"""

from __future__ import annotations

import msgspec
import zstandard

BLOCK = 4096

Row = tuple[int, int, str, str, str, str]
"""seq, received_at, direction, text, connection, protocol"""

_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(list[Row])


def packed(rows: list[Row]) -> bytes:
    """The block of these rows."""
    return zstandard.ZstdCompressor(level=6).compress(_ENCODER.encode(rows))


def unpacked(body: bytes) -> list[Row]:
    """The rows of a block."""
    return _DECODER.decode(zstandard.ZstdDecompressor().decompress(body))
