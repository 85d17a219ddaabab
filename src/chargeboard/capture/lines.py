"""
How is a log of any size read line by line?

Plain or compressed, from a file or from standard input, in blocks, so that memory stays flat whatever the
size of the file or of one line.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self, cast

from chargeboard.capture.unpacking import DamagedError, blocks

LONGEST_LINE_BYTES = 1 << 24
"""A longer line is cut; its pieces are lines of their own."""

STDIN = "-"


class Log:
    """An opened log."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.name = "standard input" if path == STDIN else Path(path).name
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
        rest = b""
        for block in self._blocks():
            lines = (rest + block).split(b"\n")
            rest = lines.pop()
            yield from lines
            if len(rest) > LONGEST_LINE_BYTES:
                yield rest
                rest = b""
        if rest:
            yield rest

    def _blocks(self) -> Iterator[bytes]:
        first = True
        try:
            for block in blocks(self._raw):
                self.at_bytes = self._position(len(block))
                yield block.removeprefix(b"\xef\xbb\xbf") if first else block
                first = False
        except DamagedError as error:
            self.broken = str(error)

    def _position(self, read: int) -> int:
        return self.at_bytes + read if self.path == STDIN else self._raw.tell()
