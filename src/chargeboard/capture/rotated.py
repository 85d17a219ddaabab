"""
Where does a log lie that was rotated?

Beside the one that grows, under a name that begins like it or has a date in it, perhaps packed. The order of
several is that in which they were written last; who packs them keeps that time.
"""

from __future__ import annotations

import io
import os
import re
from collections.abc import Iterator
from pathlib import Path

from chargeboard.capture.unpacking import BLOCK_BYTES, MAGIC_BYTES, DamagedError, blocks, is_packed

_HEAD_BYTES = 128
_DATE = r"\d[\d.T_-]*"


class Opened:
    """A log, packed or not, read from any place on."""

    def __init__(self, file: io.BufferedReader) -> None:
        self._file = file
        self._is_packed = is_packed(os.pread(file.fileno(), MAGIC_BYTES, 0))
        self._unpacked: Iterator[bytes] = iter(())
        self._rest = self._head = b""
        self.inode = os.fstat(file.fileno()).st_ino
        if self._is_packed:
            self.seek(0)
            self._head = _whole(self, _HEAD_BYTES)
            self.seek(0)

    @property
    def size(self) -> int | None:
        """In bytes, now; None where it is packed, and grows no more."""
        return None if self._is_packed else os.fstat(self._file.fileno()).st_size

    @property
    def written_ns(self) -> int:
        """When it was written last, so far."""
        return os.fstat(self._file.fileno()).st_mtime_ns

    def head(self, most: int) -> bytes:
        """How it begins, so far."""
        return self._head[:most] if self._is_packed else os.pread(self._file.fileno(), most, 0)

    def holds(self, offset: int, before: bytes, behind: bytes) -> bool:
        """Whether that stands right before that place, and behind it."""
        self.seek(offset - len(before))
        return _whole(self, len(before) + len(behind)) == before + behind

    def seek(self, offset: int) -> None:
        """Be read from there on."""
        self._file.seek(0 if self._is_packed else offset)
        if self._is_packed:
            self._unpacked, self._rest = blocks(self._file), b""
            while offset and (skipped := self.read(min(offset, BLOCK_BYTES))):
                offset -= len(skipped)

    def read(self, most: int) -> bytes:
        """What comes next; nothing at the end, or where the rest is damaged."""
        if not self._is_packed:
            return self._file.raw.read(most) or b""
        try:
            self._rest = self._rest or next(self._unpacked, b"")
        except DamagedError:
            self._unpacked = iter(())
        taken, self._rest = self._rest[:most], self._rest[most:]
        return taken

    def close(self) -> None:
        """Give it back."""
        self._file.close()


def opened(path: Path) -> Opened:
    """The log at that path. Raises: FileNotFoundError, OSError."""
    return Opened(path.open("rb"))


def rotated_of(path: Path) -> list[Path]:
    """Those that were rotated from it, those written last first; of one in two forms the packed one last."""
    name, stem, suffix = map(re.escape, (path.name, path.stem, path.suffix))
    named = re.compile(rf"{name}[.-]\S+|{stem}[._-]{_DATE}{suffix}(\.\w+)?")
    found = [one for one in path.parent.iterdir() if one != path and named.fullmatch(one.name)]
    return sorted(found, key=lambda one: (-_written_ns(one), _packing(one)))


def rotated_after(path: Path, file: Opened) -> list[Path]:
    """Those that were written after this one, in order."""
    later, packed = list[Path](), set[str]()
    for one in rotated_of(path):
        if _written_ns(one) > file.written_ns and one.name.removesuffix(one.suffix) not in packed:
            later.append(one)
            packed.add(one.name)
    return later[::-1]


def _written_ns(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        return 0


def _packing(path: Path) -> bool:
    return path.suffix in {".gz", ".zst"}


def _whole(file: Opened, size: int) -> bytes:
    found = b""
    while len(found) < size and (part := file.read(size - len(found))):
        found += part
    return found
