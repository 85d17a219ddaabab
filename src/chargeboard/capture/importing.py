"""
How do logs of other systems come in?

File by file: read, gathered by charger, kept. What cannot be read is kept aside and never stops the rest.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from zoneinfo import ZoneInfo

import msgspec

from chargeboard.capture.formats import FORMATS, detect
from chargeboard.capture.formats.reading import Found, LogNotes, Rejected, holds_frame, unread
from chargeboard.capture.formats.settling import UnsettledError, settled
from chargeboard.capture.formats.text_log import numbered
from chargeboard.capture.gathering import Gathered, Keeper
from chargeboard.capture.lines import Log, Unpack
from chargeboard.capture.rejects import Rejects, hidden
from chargeboard.capture.unpacking import blocks
from chargeboard.capture.words import say
from chargeboard.domain.frame import Frame
from chargeboard.time.instants import Instant

AT_ONCE = 4_096
"""So many findings are taken between two reports of progress."""
_ASIDE_MOST = 1 << 22
"""Characters of unread lines that wait to be kept."""
_SHOWN = 10
HEAD_LINES, HEAD_BYTES = 20_000, 1 << 22
"""How much of a log is looked at to tell its format: servers say much else before the first charger comes."""


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
    notes: LogNotes = msgspec.field(default_factory=lambda: LogNotes(""))
    """What was noticed while it was read."""


class Report(msgspec.Struct):
    """What all files held."""

    files: list[FileReport] = msgspec.field(default_factory=list)
    stations: set[str] = msgspec.field(default_factory=set)
    first_rejected: list[Rejected] = msgspec.field(default_factory=list)
    """The first few lines that could not be read; all of them are kept beside the database."""

    def joined(self, other: Report) -> Report:
        """What both held."""
        return Report(
            [*self.files, *other.files],
            self.stations | other.stations,
            [*self.first_rejected, *other.first_rejected][:_SHOWN],
        )

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
    keeper: Keeper,
    paths: Iterable[str],
    *,
    redact: Callable[[str], str],
    rejects: Rejects,
    format: str = "auto",  # noqa: A002 - the option's name
    station: str = "",
    zone: ZoneInfo | None = None,
    clock: Callable[[], Instant] | None = None,
    progress: Progress | None = None,
    unpack: Unpack = blocks,
) -> Report:
    """
    Have the frames of the files kept that are new; with a `clock`, none of the future.

    `redact` hides what is to be hidden in lines that could not be read.
    """
    report = Report()
    taking = Taking(keeper, redact, rejects, report)
    done_bytes = 0
    for path in paths:
        file = FileReport(path)
        report.files.append(file)
        keeper.begin_delivery()
        try:
            with Log(path, unpack) as log:
                file.notes = LogNotes(log.name, station, zone, clock=clock)
                founds = _found(log, file, format)
                while taking.take(islice(founds, AT_ONCE), file):
                    if progress is not None:
                        progress(done_bytes + log.at_bytes, report.frames)
                done_bytes += log.at_bytes
                file.problem = log.broken or file.problem or _nothing_in(file)
        except OSError as error:
            file.problem = error.strerror or str(error)
        taking.finish(file)
    return report


class Taking:
    """What was found in a log goes its way."""

    def __init__(
        self, keeper: Keeper, redact: Callable[[str], str], rejects: Rejects, report: Report
    ) -> None:
        self._keeper, self._redact, self._rejects, self._report = keeper, redact, rejects, report
        self._gathered = Gathered(keeper)
        self._aside: list[Rejected] = []
        self._aside_size = 0

    def take(self, founds: Iterable[Found], file: FileReport) -> bool:
        """Whether there were any."""
        frames = turns = rejected = 0
        add = self._gathered.add
        for found in founds:
            if isinstance(found, Frame):
                add(found)
                frames += 1
                turns += found.direction == "ws"
            else:
                self._put_aside(found)
                rejected += 1
        file.frames += frames
        file.turns += turns
        file.rejected += rejected
        self._keep_aside()
        return bool(frames or rejected)

    def finish(self, file: FileReport) -> None:
        """Have all of the file kept."""
        self._keep_aside()
        self._gathered.hand_over_all()
        self._report.stations |= self._gathered.stations
        file.new = self._keeper.kept()

    def _put_aside(self, rejected: Rejected) -> None:
        line = hidden(rejected, self._redact)
        self._aside.append(line)
        self._aside_size += len(line.text)
        if len(self._report.first_rejected) < _SHOWN:
            self._report.first_rejected.append(line)
        if self._aside_size > _ASIDE_MOST:
            self._keep_aside()

    def _keep_aside(self) -> None:
        if self._aside:
            self._rejects.keep(self._aside)
            self._aside, self._aside_size = [], 0


def _found(log: Log, file: FileReport, format: str) -> Iterator[Found]:  # noqa: A002 - see above
    lines = iter(log)
    head = _head_of(lines)
    file.format = detect(head) if format == "auto" else format
    if file.format is None:
        if not any(line.strip() for line in head):
            return iter(())  # an empty log is a log in which nothing was said
        file.problem = say("unknown_format")
        return _frames_of_no_form(head, lines, file.notes)
    try:
        settled(FORMATS[file.format], head, file.notes)
    except UnsettledError as error:
        file.problem = str(error)
        return iter(())
    return FORMATS[file.format](chain(head, lines), file.notes)


def _frames_of_no_form(head: list[bytes], lines: Iterator[bytes], notes: LogNotes) -> Iterator[Found]:
    """What is lost of a log that nobody can read; a file that begins without a frame is no log."""
    if any(holds_frame(line.text) for line in numbered(head)):
        for number, line in numbered(chain(head, lines)):
            if rejected := unread(notes, number, line):
                yield rejected


def _head_of(lines: Iterator[bytes]) -> list[bytes]:
    head, size = list[bytes](), 0
    for line in lines:
        head.append(line)
        size += len(line)
        if len(head) >= HEAD_LINES or size >= HEAD_BYTES:
            break
    return head


def _nothing_in(file: FileReport) -> str | None:
    """Words for a log that says something, and nothing that can be taken in."""
    if file.frames or not (file.rejected or file.notes.other_lines):
        return None
    return say("no_frame_read", format=file.format)
