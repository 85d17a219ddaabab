"""
Where do frames wait until the serving process has them?

In files of chargeboard's own lines, written at their end and deleted once sent, up to a quota. Whatever
happens, they can also be taken in by `chargeboard import`.
"""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import NamedTuple

import msgspec

QUOTA_BYTES = 1 << 30
BATCH_BYTES = 1 << 19
_LONGEST_BATCH = (1 << 27) - BATCH_BYTES
"""A frame of 16 MiB is a line of 96 MiB at most, as JSON escapes it."""
_SENT = "sent.json"


class Place(NamedTuple):
    """So much of that segment, and all before it."""

    segment: int
    offset: int


class Spool:
    """A folder of segments; one thread writes at the end while another takes from the front."""

    def __init__(self, folder: Path, quota_bytes: int = QUOTA_BYTES) -> None:
        self._folder, self._quota = folder, quota_bytes
        self._segment_bytes = min(max(quota_bytes // 16, 1 << 16), 1 << 24)
        folder.mkdir(parents=True, exist_ok=True)
        self._news = threading.Condition()
        self._sizes = {int(path.stem): _whole_lines(path) for path in sorted(folder.glob("*.jsonl"))}
        self._sent = self._read_sent()
        self._last = max([*self._sizes, self._sent.segment]) + 1
        self._file: int | None = None

    @property
    def waiting_bytes(self) -> int:
        """How much is not sent yet."""
        with self._news:
            return self._waiting()

    def append(self, lines: bytes) -> bool:
        """
        Write whole lines at the end; False where the quota leaves no room.

        Raises: OSError where the disk does not.
        """
        with self._news:
            if self._waiting() + len(lines) > self._quota:
                return False
            size = self._sizes.get(self._last, 0)
            if self._file is None or (size and size + len(lines) > self._segment_bytes):
                self._begin_segment()
                size = 0
            assert self._file is not None  # noqa: S101 - begun just now at the latest
            try:
                written = 0
                while written < len(lines):
                    written += os.write(self._file, memoryview(lines)[written:])
            except OSError:
                os.ftruncate(self._file, size)
                raise
            self._sizes[self._last] = size + len(lines)
            self._news.notify()
            return True

    def sync(self) -> None:
        """Have the disk keep what was appended, if it is still needed."""
        if self._file is not None and self.waiting_bytes:
            os.fdatasync(self._file)

    def batch(self, patience_s: float) -> tuple[Place, bytes] | None:
        """The next lines to send and the place behind them; None where there is nothing for so long."""
        with self._news:
            if not self._waiting():
                self._news.wait(patience_s)
            place = self._sent
            while self._sizes.get(place.segment, 0) <= place.offset:
                later = min((number for number in self._sizes if number > place.segment), default=None)
                if later is None:
                    return None
                place = Place(later, 0)
            until = self._sizes[place.segment]
        lines = self._read(place, min(until, place.offset + BATCH_BYTES), until)
        return Place(place.segment, place.offset + len(lines)), lines

    def sent(self, place: Place) -> None:
        """The receiver has everything up to there."""
        draft = self._folder / f"{_SENT}.new"
        draft.write_bytes(msgspec.json.encode(place))
        draft.replace(self._folder / _SENT)
        with self._news:
            self._sent = place
            for number in [size for size in self._sizes if size < place.segment]:
                del self._sizes[number]
                self._path(number).unlink(missing_ok=True)

    def close(self) -> None:
        """Keep what there is."""
        self.sync()
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _begin_segment(self) -> None:
        if self._file is not None:
            os.fdatasync(self._file)
            os.close(self._file)
            self._last += 1
        self._file = os.open(self._path(self._last), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def _read(self, place: Place, end: int, until: int) -> bytes:
        with self._path(place.segment).open("rb") as file:
            file.seek(place.offset)
            lines = file.read(end - place.offset)
            if not lines.endswith(b"\n"):
                cut = lines.rfind(b"\n") + 1
                # a line may be longer than a batch
                lines = lines[:cut] if cut else lines + file.read(min(until - end, _LONGEST_BATCH))
                lines = lines[: lines.find(b"\n") + 1] if not cut else lines
        return lines

    def _waiting(self) -> int:
        return sum(self._sizes.values()) - min(self._sent.offset, self._sizes.get(self._sent.segment, 0))

    def _read_sent(self) -> Place:
        try:
            place = msgspec.json.decode((self._folder / _SENT).read_bytes(), type=Place)
        except (OSError, msgspec.DecodeError, ValueError, RecursionError):
            return Place(0, 0)
        for number in [size for size in self._sizes if size < place.segment]:
            del self._sizes[number]
            self._path(number).unlink(missing_ok=True)
        return place

    def _path(self, number: int) -> Path:
        return self._folder / f"{number:08}.jsonl"


def _whole_lines(path: Path) -> int:
    """The size of a segment without a line that a crash tore, which is cut off."""
    size = path.stat().st_size
    with path.open("rb+") as file:
        end = size
        while end:
            begin = max(0, end - (1 << 16))
            file.seek(begin)
            found = file.read(end - begin).rfind(b"\n")
            if found >= 0:
                end = begin + found + 1
                break
            end = begin
        if end < size:
            file.truncate(end)
    return end
