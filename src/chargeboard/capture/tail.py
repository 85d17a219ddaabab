"""
Which lines did a growing log get since we last looked?

Rotation is survived: a log that was renamed is read to its end before the new one, a log that was copied and
cut short begins again. A last line without its end waits.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import BinaryIO, NamedTuple

import msgspec

from chargeboard.capture.lines import LONGEST_LINE_BYTES

BLOCK_BYTES = 1 << 18
_HEAD_BYTES = 128


class Position(msgspec.Struct, frozen=True, array_like=True):
    """A place in a file that may have been renamed since."""

    inode: int
    offset: int
    lines: int
    """How many lines are before it."""
    head: bytes
    """How the file begins: another file may have got its number."""


class Line(NamedTuple):
    """A line without its end, and where it begins."""

    text: bytes
    at: Position


class Tail:
    """The end of a log, and what comes behind it."""

    def __init__(self, path: Path, since: Position | None = None) -> None:
        self._path = path
        self._file: BinaryIO | None = None
        self._rest = bytearray()
        self._offset = self._lines = self._inode = 0
        self._head = b""
        self.has_missed = False
        """Whether the log was rotated while nobody looked, and the old one is not beside it."""
        if since is not None:
            self._resume(since)

    def poll(self) -> list[Line]:
        """The lines that are there now; none where nothing is new."""
        if self._file is None and not self._open(self._path):
            return []
        assert self._file is not None  # noqa: S101 - just opened
        if self._was_cut_short():
            self._begin(self._file, 0, 0)
        block = self._file.read(BLOCK_BYTES)
        if not block and self._is_succeeded():
            block = self._file.read(BLOCK_BYTES)
            if not block:
                last = [self._line(bytes(self._rest))] if self._rest else []
                self._file.close()
                self._file = None
                return last + self.poll()
        return self._cut(block)

    def close(self) -> None:
        """Look no more."""
        if self._file is not None:
            self._file.close()

    def _cut(self, block: bytes) -> list[Line]:
        first, *others = block.split(b"\n")
        self._rest += first
        lines = list[Line]()
        if others:
            lines = [self._line(text, ended=True) for text in (bytes(self._rest), *others[:-1])]
            self._rest = bytearray(others[-1])
        if len(self._rest) > LONGEST_LINE_BYTES:
            lines.append(self._line(bytes(self._rest)))
            self._rest = bytearray()
        return lines

    def _line(self, text: bytes, *, ended: bool = False) -> Line:
        if len(self._head) < _HEAD_BYTES:
            self._learn_head()
        line = Line(text, Position(self._inode, self._offset, self._lines, self._head))
        self._offset += len(text) + ended
        self._lines += 1
        return line

    def _learn_head(self) -> None:
        assert self._file is not None  # noqa: S101 - lines come from a file
        self._head = os.pread(self._file.fileno(), _HEAD_BYTES, 0)

    def _was_cut_short(self) -> bool:
        assert self._file is not None  # noqa: S101 - asked of an open one
        number = self._file.fileno()
        if os.fstat(number).st_size < self._offset + len(self._rest):
            return True
        return os.pread(number, len(self._head), 0) != self._head

    def _is_succeeded(self) -> bool:
        """Whether there is another file of that name, and somebody has begun to write there."""
        try:
            stat_result = self._path.stat()
        except FileNotFoundError:
            return False
        return stat_result.st_ino != self._inode and stat_result.st_size > 0

    def _open(self, path: Path) -> bool:
        try:
            file = path.open("rb", buffering=0)
        except FileNotFoundError:
            return False
        self._begin(file, 0, 0)
        return True

    def _begin(self, file: BinaryIO, offset: int, lines: int) -> None:
        file.seek(offset)
        self._file, self._inode = file, os.fstat(file.fileno()).st_ino
        self._offset, self._lines, self._rest = offset, lines, bytearray()
        self._learn_head()

    def _resume(self, since: Position) -> None:
        """Go on in the file that was read before, under whatever name it is now."""
        for path in [self._path, *sorted(self._path.parent.glob(f"{self._path.name}*"))]:
            try:
                is_it = path.stat().st_ino == since.inode
            except FileNotFoundError:
                continue
            if not is_it or not self._open(path):
                continue
            if self._head.startswith(since.head) and os.fstat(self._file_number()).st_size >= since.offset:
                assert self._file is not None  # noqa: S101 - just opened
                self._begin(self._file, since.offset, since.lines)
                return
            self.close()
            self._file = None
        self.has_missed = True

    def _file_number(self) -> int:
        assert self._file is not None  # noqa: S101 - asked of an open one
        return self._file.fileno()
