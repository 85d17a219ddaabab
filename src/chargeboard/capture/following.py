"""
How does a log that grows come in while it grows?

Lines are read as they appear, by the same readers that import whole files. With what they say comes a mark,
from which another process goes on once that is durable.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Protocol
from zoneinfo import ZoneInfo

import msgspec

from chargeboard.capture.formats import FORMATS, detect
from chargeboard.capture.formats.reading import LogNotes, Rejected, Sender
from chargeboard.capture.formats.settling import settled
from chargeboard.capture.importing import HEAD_BYTES, HEAD_LINES
from chargeboard.capture.rejects import hidden
from chargeboard.capture.tail import Position, Tail
from chargeboard.domain.frame import Frame
from chargeboard.time.instants import Instant

FOLLOWED = tuple(name for name in FORMATS if name not in {"debugkit", "joulo", "wocha"})
"""Formats of which a part can be read: no whole documents, no logs that hold no frames."""


class Mark(msgspec.Struct):
    """Where a log is to be read on, and what its reader knew there."""

    format: str
    at: Position
    links: dict[str, str]
    newest: Instant | None
    columns: list[str] = []
    turned: set[str] = set()
    asked: dict[str, list[Sender]] = {}


class KeepsRejected(Protocol):
    """Where lines go that could not be read."""

    def keep(self, rejected: Sequence[Rejected], /) -> int:
        """Keep those that are new, and say how many were."""


class UnknownFormatError(Exception):
    """The lines tell no format."""


def read_mark(file: Path) -> Mark | None:
    """The mark that was left there; None: none that can be read."""
    try:
        return msgspec.json.decode(file.read_bytes(), type=Mark)
    except (OSError, msgspec.DecodeError, ValueError, RecursionError):
        return None


def leave_mark(file: Path, mark: Mark) -> None:
    """Whole, or not at all."""
    draft = file.with_name(f"{file.name}.new")
    draft.write_bytes(msgspec.json.encode(mark))
    draft.replace(file)


class Follower:
    """Follows one log."""

    def __init__(
        self,
        path: Path,
        mark: Mark | None,
        *,
        keep: Callable[[Sequence[Frame], Mark], object],
        redact: Callable[[str], str],
        rejects: KeepsRejected,
        wait: Callable[[], bool],
        clock: Callable[[], Instant] | None = None,
    ) -> None:
        """
        From a mark on; `keep` returns when the frames are durable, and is told the mark behind them.

        `wait` pauses a moment and says whether to end. By a `clock`, lines of the future are rejected.
        """
        self._path, self._mark = path, mark
        self._keep, self._redact, self._rejects, self._wait = keep, redact, rejects, wait
        self._clock = clock
        self._frames: list[Frame] = []
        self._handed = 0
        self._here: Position | None = None
        self._before: Position | None = None
        self._restart: Position | None = None
        self._stamp: Instant | None = None
        self.frames = self.rejected = 0
        self._tail = Tail(path, mark.at if mark else None)
        self.has_missed = self._tail.has_missed
        """Whether the log was rotated since the mark, and the old one is not beside it."""

    def run(self, format: str = "auto", station: str = "", zone: ZoneInfo | None = None) -> None:  # noqa: A002 - the option's name
        """
        Follow until `wait` says that it is enough.

        Raises: UnknownFormatError, UnsettledError.
        """
        mark, notes = self._mark, LogNotes(self._path.name, station, zone, self._clock)
        if mark is not None:
            notes.links, notes.newest, notes.columns = mark.links, mark.newest, mark.columns
            notes.turned, notes.asked = mark.turned, mark.asked
        found = format if format != "auto" else mark.format if mark else self._detected()
        if not found:
            return
        settled(FORMATS[found], self._head(), notes)
        try:
            for item in FORMATS[found](self._lines(found, notes), notes):
                if isinstance(item, Frame):
                    self._take(item)
                else:
                    self._reject(item)
        finally:
            self._tail.close()

    def _lines(self, format: str, notes: LogNotes) -> Iterator[bytes]:  # noqa: A002 - see above
        while True:
            lines = self._tail.poll()
            for line in lines:
                self._here = line.at
                self._handed += 1
                yield line.text
            self._flush(format, notes)
            if not lines and self._wait():
                return

    def _take(self, frame: Frame) -> None:
        """
        Whoever goes on here must read all frames of the newest instant again, to tell a retry that
        says the same from a line that is known.
        """
        if frame.received_at != self._stamp:
            self._stamp, self._restart = frame.received_at, self._before or self._here
        self._before = self._here
        text = self._redact(frame.text)
        self._frames.append(frame if text is frame.text else msgspec.structs.replace(frame, text=text))
        self.frames += 1

    def _reject(self, item: Rejected) -> None:
        assert self._here is not None  # noqa: S101 - a line was handed out
        # the reader counts the lines that it was handed
        number = self._here.lines + 1 - (self._handed - item.line)
        told = Rejected(item.file, number, item.why, item.text)
        self.rejected += self._rejects.keep([hidden(told, self._redact)])

    def _flush(self, format: str, notes: LogNotes) -> None:  # noqa: A002 - see above
        if not self._frames or self._restart is None:
            return
        frames, self._frames = sorted(self._frames, key=lambda frame: frame.received_at), []
        known = (notes.links, notes.newest, notes.columns, notes.turned, notes.asked)
        self._keep(frames, Mark(format, self._restart, *known))

    def _detected(self) -> str:
        """The format that the first lines tell, once there are some; empty where it is enough."""
        while True:
            head = self._head()
            found = detect(head)
            if found in FOLLOWED:
                return found
            if found or len(head) >= HEAD_LINES or sum(map(len, head)) >= HEAD_BYTES:
                raise UnknownFormatError(found or "")
            if self._wait():
                return ""

    def _head(self) -> list[bytes]:
        tail, head = Tail(self._path), list[bytes]()
        while len(head) < HEAD_LINES and (lines := tail.poll()):
            head += [line.text for line in lines]
        tail.close()
        return head
