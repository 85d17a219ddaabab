"""
Where do lines go that could not be read?

Beside the database, into `<database>.rejected.jsonl`, with file, line number and reason; each once, however
often its file is imported, and not more than a person could look through.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

import msgspec

from chargeboard.capture.formats.reading import Rejected

MOST_KEPT = 100_000


class Rejects:
    """The rejected lines of one database."""

    def __init__(self, database: str) -> None:
        self.path = None if database == ":memory:" else Path(f"{database}.rejected.jsonl")
        self._seen = {_identity(rejected) for rejected in self}

    def __iter__(self) -> Iterator[Rejected]:
        if self.path is None or not self.path.exists():
            return
        with self.path.open("rb") as lines:
            for line in lines:
                try:
                    yield msgspec.json.decode(line, type=Rejected)
                except msgspec.DecodeError:
                    continue  # the torn last line of a crash; its source is imported again

    def keep(self, rejected: Sequence[Rejected]) -> int:
        """Keep those that are new, durably, and say how many they were."""
        new = {key: line for line in rejected if (key := _identity(line)) not in self._seen}
        new = dict(islice(new.items(), max(0, MOST_KEPT - len(self._seen))))
        self._seen |= new.keys()
        if new and self.path is not None:
            with self.path.open("ab") as file:
                file.write(b"".join(msgspec.json.encode(line) + b"\n" for line in new.values()))
                file.flush()
                os.fsync(file.fileno())
        return len(new)


def _identity(line: Rejected) -> bytes:
    return hashlib.blake2b(msgspec.json.encode((line.file, line.line, line.text)), digest_size=8).digest()
