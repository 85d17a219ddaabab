"""
How do logs of other systems come in?

File by file, batch by batch: read, redacted, appended to the journal. What cannot be read is kept aside and
never stops the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from operator import attrgetter
from typing import Protocol
from zoneinfo import ZoneInfo

import msgspec

from chargeboard.capture.formats import FORMATS, detect
from chargeboard.capture.formats.reading import Found, Rejected, Source, holds_frame, unread
from chargeboard.capture.formats.settling import UnsettledError, settled
from chargeboard.capture.formats.text_log import numbered
from chargeboard.capture.lines import Log
from chargeboard.capture.rejects import Rejects, hidden
from chargeboard.capture.words import say
from chargeboard.domain.frame import Frame
from chargeboard.time.instants import Instant

BATCH_FRAMES = 4_000
BATCH_CHARACTERS = 1 << 25
_A_FEW = 8
"""So many frames may come between two looks at how much they hold."""
_TEXT = attrgetter("text")
HEAD_LINES, HEAD_BYTES = 20_000, 1 << 22
"""How much of a log is looked at to tell its format: servers say much else before the first charger comes."""


class Journal(Protocol):
    """What an import needs of a store."""

    def append(self, frames: Sequence[Frame]) -> int: ...

    def begin_source(self) -> None: ...


class FileReport(msgspec.Struct):
    """What one file held."""

    file: str
    format: str | None = None
    frames: int = 0
    turns: int = 0
    """Those of the frames that tell of a link."""
    new: int = 0
    rejected: int = 0
    problem: str | None = None
    """Why the file, or the rest of it, could not be read."""
    source: Source = msgspec.field(default_factory=lambda: Source(""))
    """What was noticed while it was read."""


class Report(msgspec.Struct):
    """What all files held."""

    files: list[FileReport] = msgspec.field(default_factory=list)
    stations: set[str] = msgspec.field(default_factory=set)
    first_rejected: list[Rejected] = msgspec.field(default_factory=list)
    """The first few lines that could not be read; all of them are kept beside the database."""

    @property
    def frames(self) -> int:
        """Frames read, known ones included."""
        return sum(file.frames for file in self.files)

    @property
    def new(self) -> int:
        """Frames that the journal did not have."""
        return sum(file.new for file in self.files)

    @property
    def rejected(self) -> int:
        """Lines that could not be read."""
        return sum(file.rejected for file in self.files)


Progress = Callable[[int, int], None]
"""Told after each batch: bytes of all files read so far, frames so far."""


def import_files(  # noqa: PLR0913 - what a command is told
    journal: Journal,
    paths: Iterable[str],
    *,
    redact: Callable[[str], str],
    rejects: Rejects,
    format: str = "auto",  # noqa: A002 - the option's name
    station: str = "",
    zone: ZoneInfo | None = None,
    clock: Callable[[], Instant] | None = None,
    progress: Progress | None = None,
) -> Report:
    """Append the frames of the files that are new; with a `clock`, none of the future."""
    report = Report()
    done_bytes = 0
    for path in paths:
        file = FileReport(path)
        report.files.append(file)
        journal.begin_source()
        try:
            with Log(path) as log:
                file.source = Source(log.name, station, zone, clock=clock)
                for batch in _batches(_found(log, file, format)):
                    _keep(batch, journal, redact, rejects, file, report)
                    if progress is not None:
                        progress(done_bytes + log.at_bytes, report.frames)
                done_bytes += log.at_bytes
                file.problem = log.broken or file.problem or _nothing_in(file)
        except OSError as error:
            file.problem = error.strerror or str(error)
    return report


def _found(log: Log, file: FileReport, format: str) -> Iterator[Found]:  # noqa: A002 - see above
    lines = iter(log)
    head = _head_of(lines)
    file.format = detect(head) if format == "auto" else format
    if file.format is None:
        if not any(line.strip() for line in head):
            return iter(())  # an empty log is a log in which nothing was said
        file.problem = say("unknown_format")
        return _frames_of_no_form(head, lines, file.source)
    try:
        settled(FORMATS[file.format], head, file.source)
    except UnsettledError as error:
        file.problem = str(error)
        return iter(())
    return FORMATS[file.format](chain(head, lines), file.source)


def _frames_of_no_form(head: list[bytes], lines: Iterator[bytes], source: Source) -> Iterator[Found]:
    """What is lost of a log that nobody can read; a file that begins without a frame is no log."""
    if any(holds_frame(line.text) for line in numbered(head)):
        for number, line in numbered(chain(head, lines)):
            if rejected := unread(source, number, line):
                yield rejected


def _head_of(lines: Iterator[bytes]) -> list[bytes]:
    head, size = list[bytes](), 0
    for line in lines:
        head.append(line)
        size += len(line)
        if len(head) >= HEAD_LINES or size >= HEAD_BYTES:
            break
    return head


def _batches(founds: Iterator[Found]) -> Iterator[list[Found]]:
    batch, size = list[Found](), 0
    while few := list(islice(founds, _A_FEW)):
        batch += few
        size += sum(map(len, map(_TEXT, few)))
        if len(batch) >= BATCH_FRAMES or size > BATCH_CHARACTERS:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _nothing_in(file: FileReport) -> str | None:
    """Words for a log that says something, and nothing that can be taken in."""
    if file.frames or not (file.rejected or file.source.other_lines):
        return None
    return say("no_frame_read", format=file.format)


def _keep(
    batch: list[Found],
    journal: Journal,
    redact: Callable[[str], str],
    rejects: Rejects,
    file: FileReport,
    report: Report,
) -> None:
    frames: list[Frame] = []
    rejected: list[Rejected] = []
    for item in batch:
        if isinstance(item, Frame):
            text = redact(item.text)
            if text is not item.text:
                item = Frame(  # noqa: PLW2901 - three times as fast as structs.replace
                    item.station, item.received_at, item.direction, text, item.connection, item.protocol
                )
            frames.append(item)
        else:
            rejected.append(hidden(item, redact))
    if rejected:
        rejects.keep(rejected)
        report.first_rejected += rejected[: max(0, 10 - len(report.first_rejected))]
    frames.sort(key=attrgetter("received_at"))
    file.frames += len(frames)
    file.turns += sum(frame.direction == "ws" for frame in frames)
    file.rejected += len(rejected)
    file.new += journal.append(frames) if frames else 0
    report.stations.update({frame.station for frame in frames})
