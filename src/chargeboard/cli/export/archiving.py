"""
How is the log kept for longer than it keeps itself? In Parquet files of frames, one behind the other.

A file is named by the messages that it has, so that the last one says where to go on: whoever is stopped
anywhere writes no message twice and leaves out none. It has the columns of frames that are exported, and what
reads those reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path

import click
import msgspec

from chargeboard.cli.export.parquet_file import ParquetFile, about_file
from chargeboard.cli.export.words import say
from chargeboard.documents.tables import SCHEMA, tables
from chargeboard.domain.entries import in_order
from chargeboard.domain.figures.evidence import Whose
from chargeboard.domain.frame import Frame
from chargeboard.domain.records import Stored
from chargeboard.stream.reading import Message
from chargeboard.time.instants import Instant, datetime_of

_FILE = re.compile(r"frames-(\d{20})-(\d{20})\.parquet")
_COUNTS = msgspec.json.Decoder(dict[str, int])
_MOST_COUNTS = 4_096


class Archive:
    """A folder of such files."""

    def __init__(self, folder: Path, log: str) -> None:
        """Raises: ClickException where it is of another log."""
        self._folder, self._log = folder, log
        self._counts: dict[str, int] = {}
        """Of each gateway and part the number of its last message."""
        self._newest: dict[str, Instant] = {}
        self.position = 0
        """Behind which to go on."""
        for left in folder.glob("frames/*/.frames-*.parquet.*"):
            # of who was stopped in the middle of a file; what it was to have is written again
            left.unlink()
        if (last := self._last_file()) is not None:
            about = about_file(last)
            if about.get("log") != log:
                raise click.ClickException(say("archive_of_another", folder=folder))
            self._counts = _COUNTS.decode(about["counts"])
            self.position = int(_number(last))

    def _last_file(self) -> Path | None:
        found = (one for one in self._folder.glob("frames/*/frames-*.parquet") if _FILE.fullmatch(one.name))
        return max(found, key=_number, default=None)

    def write(self, messages: Sequence[Message]) -> int:
        """A file of these messages; how many frames it has."""
        frames = in_order(list(self._fresh(messages)), self._newest)
        stored = sorted(
            (Stored(number, frame) for number, frame in enumerate(frames)),
            key=lambda one: (one.frame.station, one.frame.received_at, one.seq),
        )
        first, last = messages[0], messages[-1]
        day = datetime_of(first.at).date()
        path = (
            self._folder
            / "frames"
            / f"date={day}"
            / f"frames-{first.position:020}-{last.position:020}.parquet"
        )
        counts = dict([*self._counts.items()][-_MOST_COUNTS:])
        about = {
            "schema": str(SCHEMA),
            "table": "frames",
            "log": self._log,
            "counts": msgspec.json.encode(counts).decode(),
        }
        table = tables()["frames"]
        with ParquetFile(path, table, about) as file:
            for station, rows in groupby(stored, key=lambda one: one.frame.station):
                whose = Whose(id=station, name=station, timezone="UTC", at=0)
                file.add(table.filled_with(whose, list(rows)))
        self._counts, self.position = counts, last.position
        return len(frames)

    def _fresh(self, messages: Sequence[Message]) -> Iterator[Frame]:
        """What was not said before."""
        for message in messages:
            key = f"{message.gateway}-{message.part}"
            last = self._counts.pop(key, 0)
            self._counts[key] = max(last, message.number)
            if message.number > last:
                for entry in message.entries:
                    yield from entry.frames


def _number(path: Path) -> str:
    found = _FILE.fullmatch(path.name)
    return found[2] if found else ""
