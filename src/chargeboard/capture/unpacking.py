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

from chargeboard import zstd
from chargeboard.capture.words import say

BLOCK_BYTES = 1 << 18
MAGIC_BYTES = 4
"""Bytes of a file that tell how it is packed."""
_GZIP = b"\x1f\x8b"
_SKIPPED = bytes(range(0x50, 0x60))
"""A file of `pzstd` begins with a frame that says nothing, but how long the next one is."""
_WINDOW: dict[int, int] = {zstd.DecompressionParameter.window_log_max: 27}
"""What the `zstd` tool allows without being asked."""


class DamagedError(Exception):
    """The compressed file ends early or holds what is none; its reason is the message."""


def is_packed(magic: bytes) -> bool:
    """Whether a file that begins so is compressed."""
    is_zstandard = magic == zstd.MAGIC or (magic[:1] in _SKIPPED and magic[1:] == b"\x2a\x4d\x18")
    return is_zstandard or magic[:2] == _GZIP


def blocks(raw: io.BufferedReader) -> Iterator[bytes]:
    """
    The file's bytes, unpacked where it is compressed.

    Raises: DamagedError, after what could be read.
    """
    magic = raw.peek(MAGIC_BYTES)[:MAGIC_BYTES]
    try:
        if magic[:2] == _GZIP:
            yield from _read(cast("IO[bytes]", gzip.GzipFile(fileobj=raw)))
        elif is_packed(magic):
            yield from _zstandard(raw)
        else:
            yield from _read(raw)
    except (EOFError, gzip.BadGzipFile, zlib.error, zstd.ZstdError) as error:
        raise DamagedError(say("compressed_file_damaged", error=error)) from error


def _read(stream: IO[bytes]) -> Iterator[bytes]:
    while block := stream.read(BLOCK_BYTES):
        yield block


def _zstandard(raw: IO[bytes]) -> Iterator[bytes]:
    frame, fed = zstd.ZstdDecompressor(options=_WINDOW), b""
    is_within = False
    while fed := fed or raw.read(BLOCK_BYTES):
        is_within = True
        yield frame.decompress(fed, BLOCK_BYTES)
        while not frame.eof and not frame.needs_input:
            yield frame.decompress(b"", BLOCK_BYTES)
        fed = frame.unused_data
        if frame.eof:
            frame, is_within = zstd.ZstdDecompressor(options=_WINDOW), False
    if is_within:
        raise EOFError(say("zstandard_cut_off"))
