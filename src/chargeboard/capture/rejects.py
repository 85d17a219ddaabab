"""
Where do lines go that could not be read?

Into a file that belongs to the database, with file, line number and reason; each once, however often its
file is imported. Past a number of lines or bytes only a sample is kept, and the rest counted.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import msgspec

from chargeboard.capture.formats.reading import Rejected
from chargeboard.capture.words import say

MOST_KEPT = 100_000
"""Lines above which only a sample is kept."""
MOST_BYTES = 64 << 20
"""Bytes of the file above which only a sample is kept; twice as many above which none is."""
SAMPLED_OF = 1_000
LONGEST_TEXT = 1 << 20
"""Characters of a line; of a longer one the beginning is kept."""


class Rejects:
    """The rejected lines of one database."""

    def __init__(self, path: Path | None) -> None:
        """In a file, and how many were left out in one beside it; None: kept nowhere."""
        self.path = path
        self._count = None if path is None else path.with_suffix(".count")
        self._seen = {_identity(rejected) for rejected in self}
        self._bytes = self.path.stat().st_size if self.path is not None and self.path.exists() else 0
        self._left_out = 0

    def __iter__(self) -> Iterator[Rejected]:
        if self.path is None or not self.path.exists():
            return
        with self.path.open("rb") as lines:
            for line in lines:
                try:
                    yield msgspec.json.decode(line, type=Rejected)
                except (msgspec.DecodeError, ValueError, RecursionError):
                    continue  # the torn last line of a crash; its source is imported again

    @property
    def left_out(self) -> int:
        """How many were counted only; a line that comes again counts again."""
        if self._count is None:
            return self._left_out
        try:
            return int(self._count.read_bytes() or b"0")
        except (OSError, ValueError):
            return 0

    def keep(self, rejected: Sequence[Rejected]) -> int:
        """Keep those that are new, durably, as far as there is room, and say how many were new."""
        kept, left_out = list[bytes](), 0
        for line in rejected:
            shown = _shortened(line)
            key = _identity(shown)
            if key in self._seen:
                continue
            if not self._has_room(key):
                left_out += 1
                continue
            self._seen.add(key)
            kept.append(msgspec.json.encode(shown) + b"\n")
            self._bytes += len(kept[-1])
        if kept and self.path is not None:
            self._add(b"".join(kept))
        if left_out:
            self._leave_out(left_out)
        return len(kept) + left_out

    def replace(self, old: str, new: str) -> int:
        """
        Let `new`, which is as long, stand wherever `old` does; how often it did.

        Nothing moves, so that others may add lines meanwhile.
        """
        if self.path is None or not self.path.exists():
            return 0
        count = 0
        with self.path.open("rb") as file:
            place = 0
            for line in file:
                if (found := line.count(old.encode())) and len(old.encode()) == len(new.encode()):
                    with self.path.open("r+b") as changed:
                        changed.seek(place)
                        changed.write(line.replace(old.encode(), new.encode()))
                    count += found
                place += len(line)
        return count

    def hide(self, redact: Callable[[str], str]) -> int:
        """Hide secrets and people in what is kept already; how many lines changed."""
        if self.path is None or not self.path.exists():
            return 0
        with self.path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            kept = list(self)
            told = [hidden(rejected, redact) for rejected in kept]
            count = sum(rejected != before for rejected, before in zip(told, kept, strict=True))
            if count:
                draft = self.path.with_name(f"{self.path.name}.new")
                draft.touch(mode=0o600)
                with draft.open("wb") as lines:
                    lines.writelines(msgspec.json.encode(rejected) + b"\n" for rejected in told)
                    lines.flush()
                    os.fsync(lines.fileno())
                draft.replace(self.path)
        return count

    def _add(self, lines: bytes) -> None:
        """Durably; into the file that is there once nobody hides lines in it."""
        assert self.path is not None  # noqa: S101 - who adds has looked
        while True:
            descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_CLOEXEC, 0o600)
            with os.fdopen(descriptor, "ab") as file:
                fcntl.flock(file, fcntl.LOCK_EX)
                if not os.path.samestat(os.fstat(file.fileno()), self.path.stat()):
                    continue
                file.write(lines)
                file.flush()
                os.fsync(file.fileno())
                return

    def _has_room(self, key: bytes) -> bool:
        if len(self._seen) < MOST_KEPT and self._bytes < MOST_BYTES:
            return True
        # the same lines whenever they come, so that a second import adds none
        is_sampled = int.from_bytes(key) % SAMPLED_OF == 0
        return is_sampled and len(self._seen) < 2 * MOST_KEPT and self._bytes < 2 * MOST_BYTES

    def _leave_out(self, lines: int) -> None:
        self._left_out += lines
        if self._count is None:
            return
        # several processes count
        with self._count.open("a+b") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            file.seek(0)
            total = int(file.read() or b"0") + lines
            file.truncate(0)
            file.write(b"%d" % total)


def hidden(line: Rejected, redact: Callable[[str], str]) -> Rejected:
    """The line without secrets and people; a parser's complaint may quote them."""
    if isinstance(line.why, str):
        return msgspec.structs.replace(line, text=redact(line.text), why=redact(line.why))
    numbers = {
        name: redact(told) if isinstance(told, str) else told for name, told in line.why.numbers.items()
    }
    why = msgspec.structs.replace(line.why, numbers=numbers)
    return msgspec.structs.replace(line, text=redact(line.text), why=why)


def _shortened(line: Rejected) -> Rejected:
    if len(line.text) <= LONGEST_TEXT:
        return line
    told = say("text_beginning_kept", text=line.text[:LONGEST_TEXT], n=len(line.text))
    return msgspec.structs.replace(line, text=told)


def _identity(line: Rejected) -> bytes:
    return hashlib.blake2b(msgspec.json.encode((line.file, line.line, line.text)), digest_size=8).digest()
