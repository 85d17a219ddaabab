"""
Which lines did a growing log get since we last looked?

Rotation is survived: a log that was renamed, copied and cut short, or packed meanwhile is read to its end,
and those after it, before the one that grows now. A last line without its end waits.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NamedTuple

import msgspec

from chargeboard.capture.lines import LONGEST_LINE_BYTES
from chargeboard.capture.rotated import Opened, opened, rotated_after, rotated_of

BLOCK_BYTES = 1 << 18
_HEAD_BYTES, _AROUND_BYTES = 128, 48


class Position(msgspec.Struct, frozen=True, array_like=True):
    """A place in a file that may have been renamed, copied or packed since."""

    inode: int
    offset: int
    lines: int
    """How many lines are before it."""
    head: bytes
    """How the file begins: another file may have got its number."""
    before: bytes = b""
    """What stands right before it: other files may begin alike."""
    behind: bytes = b""
    """And behind it, as far as that was read."""


class Line(NamedTuple):
    """A line without its end, and where it begins."""

    text: bytes
    at: Position


class Tail:
    """The end of a log, and what comes behind it."""

    def __init__(self, path: Path, since: Position | None = None) -> None:
        self._path = path
        self._file: Opened | None = None
        self._rest = bytearray()
        self._offset = self._lines = 0
        self._head = self._before = b""
        self.has_missed = False
        """Whether the log was rotated while nobody looked, and the old one is not beside it."""
        if since is not None:
            self.has_missed = not self._resume(since)

    def poll(self) -> list[Line]:
        """The lines that are there now; none where nothing is new."""
        if self._file is None and not self._open(self._path):
            return []
        assert self._file is not None  # noqa: S101 - just opened
        if self._was_cut_short(self._file):
            self._go_on_in_its_copy()
        block = self._file.read(BLOCK_BYTES)
        if not block and (after := self._successor(self._file)) is not None:
            block = self._file.read(BLOCK_BYTES)
            if not block:
                last = [self._line(bytes(self._rest))] if self._rest else []
                self._file.close()
                self._file = None
                return last + self.poll() if self._open(after) else last
        lines = self._cut(block)
        while block and not lines:
            block = self._file.read(BLOCK_BYTES)
            lines = self._cut(block)
        return lines

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
        assert self._file is not None  # noqa: S101 - lines come from a file
        if len(self._head) < _HEAD_BYTES:
            self._head = self._file.head(_HEAD_BYTES)
        around = (self._before, text[:_AROUND_BYTES])
        at = Position(self._file.inode, self._offset, self._lines, self._head, *around)
        self._offset += len(text) + ended
        self._lines += 1
        self._before = (text[-_AROUND_BYTES:] + b"\n" * ended)[-_AROUND_BYTES:]
        return Line(text, at)

    def _was_cut_short(self, file: Opened) -> bool:
        if file.size is None:
            return False
        return file.size < self._offset + len(self._rest) or file.head(len(self._head)) != self._head

    def _go_on_in_its_copy(self) -> None:
        """What was read so far, and what nobody has read, lies in a copy; else it begins again."""
        assert self._file is not None  # noqa: S101 - it was cut short
        since = Position(self._file.inode, self._offset, self._lines, self._head, self._before)
        cut = self._file
        if self._offset and self._resume(since):
            cut.close()
        else:
            self._begin(cut)

    def _successor(self, file: Opened) -> Path | None:
        """The file that comes behind this one, and has begun; None: nothing was rotated."""
        try:
            stat_result = self._path.stat()
        except FileNotFoundError:
            return None
        if stat_result.st_ino == file.inode or not stat_result.st_size:
            return None
        return next(iter(rotated_after(self._path, file)), self._path)

    def _open(self, path: Path) -> bool:
        try:
            file = opened(path)
        except FileNotFoundError:
            return False
        self._begin(file)
        return True

    def _begin(self, file: Opened, since: Position | None = None) -> None:
        file.seek(since.offset if since else 0)
        self._file, self._rest = file, bytearray()
        self._offset, self._lines = (since.offset, since.lines) if since else (0, 0)
        self._head, self._before = file.head(_HEAD_BYTES), since.before if since else b""

    def _resume(self, since: Position) -> bool:
        """Go on in the file that was read before, under whatever name and however packed it is now."""
        found = [path for path in (self._path, *rotated_of(self._path)) if path.exists()]
        for path in sorted(found, key=lambda path: _inode(path) != since.inode):
            try:
                file = opened(path)
            except FileNotFoundError:
                continue
            if file.head(len(since.head)) == since.head and file.holds(
                since.offset, since.before, since.behind
            ):
                self._begin(file, since)
                return True
            file.close()
        return False


def _inode(path: Path) -> int:
    try:
        return os.stat(path).st_ino  # noqa: PTH116 - as it is
    except FileNotFoundError:
        return -1
