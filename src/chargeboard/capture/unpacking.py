"""
How is a compressed log read without holding more of it than a block?

gzip and Zstandard, told by their first bytes. A block that comes out is bounded whatever went in: a few
bytes may stand for gigabytes.
"""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterator
from typing import IO, cast

import zstandard

from chargeboard.capture.words import say

BLOCK_BYTES = 1 << 18
_GZIP, _ZSTD = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
_WINDOW_BYTES = 1 << 27
"""What the `zstd` tool allows without being asked."""
_FEED_BYTES = 1 << 10
"""A Zstandard block of four bytes may stand for 128 KiB: this much comes out as 32 MiB at most."""


class DamagedError(Exception):
    """The compressed file ends early or holds what is none; its reason is the message."""


def blocks(raw: io.BufferedReader) -> Iterator[bytes]:
    """
    The file's bytes, unpacked where it is compressed.

    Raises: DamagedError, after what could be read.
    """
    magic = raw.peek(4)[:4]
    try:
        if magic[:2] == _GZIP:
            yield from _read(cast("IO[bytes]", gzip.GzipFile(fileobj=raw)))
        elif magic == _ZSTD:
            yield from _zstandard(raw)
        else:
            yield from _read(raw)
    except (EOFError, gzip.BadGzipFile, zlib.error, zstandard.ZstdError) as error:
        raise DamagedError(say("compressed_file_damaged", error=error)) from error


def _read(stream: IO[bytes]) -> Iterator[bytes]:
    while block := stream.read(BLOCK_BYTES):
        yield block


def _zstandard(raw: IO[bytes]) -> Iterator[bytes]:
    opener = zstandard.ZstdDecompressor(max_window_size=_WINDOW_BYTES)
    frame = opener.decompressobj()
    is_within = False
    while fed := raw.read(_FEED_BYTES):
        while fed:
            is_within = True
            block = frame.decompress(fed)
            for at in range(0, len(block), BLOCK_BYTES):
                yield block[at : at + BLOCK_BYTES]
            fed = frame.unused_data if frame.eof else b""
            if frame.eof:
                frame, is_within = opener.decompressobj(), False
    if is_within:
        raise EOFError(say("zstandard_cut_off"))
