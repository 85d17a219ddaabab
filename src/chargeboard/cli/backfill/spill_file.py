"""
How do frames lie on the disk between being read and being kept?

By parts: all frames of a charger, and of those that count for it, are in one part, which follows from its id
alone. A file holds those of one log: pressed blocks of a part each, in the order in which they were read, and
behind them where each block is. It is there whole or not at all.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeAlias

import msgspec

from chargeboard import zstd
from chargeboard.domain.frame import Direction, Frame
from chargeboard.time.instants import Instant

PARTS = 64
"""More than there are cores, so that all of them are busy to the end."""
ROWS_AT_ONCE = 32_768
"""So many frames, or characters, wait to be written; of a part as many are read at a time."""
CHARACTERS_AT_ONCE = 1 << 25
_LEVEL = 1
_END = b"chargeboard-spill-1"
_LENGTH_BYTES = 8

_Row: TypeAlias = tuple[str, Instant, Direction, str, str, str]
_Index: TypeAlias = list[tuple[int, int, int]]
"""Of each block its part, where it begins, and its length."""
_ENCODE = msgspec.msgpack.Encoder().encode
_ROWS = msgspec.msgpack.Decoder(list[_Row])


class SpillDamagedError(Exception):
    """The file is not what was written."""


class _Behind(msgspec.Struct, array_like=True):
    """What stands behind the blocks."""

    index: _Index
    about: msgspec.Raw


def part_of(station: str) -> int:
    """The part that a charger's frames are in; the same for ever."""
    told = station.encode(errors="surrogatepass")
    return int.from_bytes(hashlib.blake2b(told, digest_size=8).digest()) % PARTS


class SpillWriter:
    """Writes the frames of a log, hidden; it keeps as an import's keeper does."""

    def __init__(self, path: Path, redact: Callable[[str], str], heads: Mapping[str, str]) -> None:
        """`heads`: for each charger that was merged, the one that its frames count for."""
        self._path, self._redact, self._heads = path, redact, heads
        self._unfinished = path.with_name(f"{path.name}.new.{os.getpid()}")
        self._file = os.fdopen(_for_owner(self._unfinished), "wb")
        self._waiting: dict[int, list[_Row]] = {}
        self._rows = self._characters = 0
        self._index: _Index = []
        self.frames = dict[int, int]()
        """How many of each part."""

    def begin_delivery(self) -> None:
        """A spill is of one log."""

    def keep(self, station: str, frames: Sequence[Frame]) -> None:
        part = part_of(self._heads.get(station, station))
        rows = self._waiting.setdefault(part, [])
        for frame in frames:
            text = self._redact(frame.text)
            rows.append((station, frame.received_at, frame.direction, text, frame.connection, frame.protocol))
            self._rows += 1
            self._characters += len(text)
            if self._rows >= ROWS_AT_ONCE or self._characters >= CHARACTERS_AT_ONCE:
                self._write()
                rows = self._waiting.setdefault(part, [])
        self.frames[part] = self.frames.get(part, 0) + len(frames)

    def kept(self) -> int:
        self._write()
        return 0

    def finish(self, about: bytes) -> None:
        """It gets its name once its bytes are on the disk. Raises: OSError, as `keep` does, with its name."""
        self._write()
        behind = _ENCODE(_Behind(self._index, msgspec.Raw(about)))
        with self._named():
            self._file.write(behind + len(behind).to_bytes(_LENGTH_BYTES) + _END)
            self._file.flush()
            os.fsync(self._file.fileno())
        self._file.close()
        self._unfinished.replace(self._path)

    def give_up(self) -> None:
        """Leave nothing of what was not finished."""
        with suppress(OSError):  # what could not be written is not wanted
            self._file.close()
        self._unfinished.unlink(missing_ok=True)

    def _write(self) -> None:
        for part, rows in sorted(self._waiting.items()):
            if rows:
                block = zstd.compress(_ENCODE(rows), _LEVEL)
                self._index.append((part, self._file.tell(), len(block)))
                with self._named():
                    self._file.write(block)
        self._waiting.clear()
        self._rows = self._characters = 0

    @contextmanager
    def _named(self) -> Iterator[None]:
        """A disk that is full tells no name by itself."""
        try:
            yield
        except OSError as error:
            raise OSError(error.errno, error.strerror, str(self._path)) from error


def about_spill(path: Path) -> bytes:
    """What its writer told of it. Raises: SpillDamagedError, FileNotFoundError."""
    return bytes(_behind(path).about)


def frames_of(path: Path, part: int) -> Iterator[Frame]:
    """The frames of a part, a block at a time. Raises: SpillDamagedError, FileNotFoundError."""
    with path.open("rb") as file:
        for of_part, begin, length in _behind(path).index:
            if of_part != part:
                continue
            file.seek(begin)
            try:
                rows = _ROWS.decode(zstd.decompress(file.read(length)))
            except (zstd.ZstdError, msgspec.DecodeError) as error:
                raise SpillDamagedError(str(error)) from error
            yield from (Frame(*row) for row in rows)


def _behind(path: Path) -> _Behind:
    size = path.stat().st_size - len(_END) - _LENGTH_BYTES
    with path.open("rb") as file:
        file.seek(max(size, 0))
        length, end = int.from_bytes(file.read(_LENGTH_BYTES)), file.read()
        if size < 0 or end != _END or length > size:
            raise SpillDamagedError(str(path))
        file.seek(size - length)
        try:
            return msgspec.msgpack.decode(file.read(length), type=_Behind)
        except msgspec.DecodeError as error:
            raise SpillDamagedError(str(error)) from error


def _for_owner(path: Path) -> int:
    return os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
