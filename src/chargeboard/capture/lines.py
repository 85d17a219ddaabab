"""
How is a log of any size read line by line?

Plain or compressed, from a file or from standard input, in blocks, so that memory stays flat whatever the
size of the file or of one line.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self, TypeAlias, cast

from chargeboard.capture.unpacking import DamagedError, blocks
from chargeboard.capture.words import say

LONGEST_LINE_BYTES = 1 << 27
"""A longer line is cut; its pieces are lines of their own. A frame of 16 MiB is 96 MiB as JSON escapes it."""

STDIN = "-"
Unpack: TypeAlias = Callable[[io.BufferedReader], Iterator[bytes]]
"""Reads a file's bytes out of how it is packed. Raises: DamagedError."""


class Log:
    """An opened log."""

    def __init__(self, path: str, unpack: Unpack = blocks) -> None:
        self._unpack = unpack
        self.path = path
        self.name = say("standard_input") if path == STDIN else Path(path).name
        self.broken: str | None = None
        """Why the file ended early, if it did."""
        self.at_bytes = 0
        """How much of the file, as it lies on disk, has been read."""
        opened = sys.stdin.buffer if path == STDIN else Path(path).open("rb")  # noqa: SIM115 - closed by __exit__
        self._raw = cast("io.BufferedReader", opened)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.path != STDIN:
            self._raw.close()

    def __iter__(self) -> Iterator[bytes]:
        rest = bytearray()
        for block in self._blocks():
            first, *others = block.split(b"\n")
            rest += first
            if others:
                yield bytes(rest)
                yield from others[:-1]
                rest = bytearray(others[-1])
            if len(rest) > LONGEST_LINE_BYTES:
                yield bytes(rest)
                rest.clear()
        if rest:
            yield bytes(rest)

    def _blocks(self) -> Iterator[bytes]:
        first = True
        try:
            for block in self._unpack(self._raw):
                self.at_bytes = self._position(len(block))
                yield block.removeprefix(b"\xef\xbb\xbf") if first else block
                first = False
        except DamagedError as error:
            self.broken = str(error)

    def _position(self, read: int) -> int:
        return self.at_bytes + read if self.path == STDIN else self._raw.tell()
