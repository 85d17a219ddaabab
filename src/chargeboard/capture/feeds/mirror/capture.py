"""
Which packets are in a capture, and when did each pass?

A capture may be a file, or a stream that goes on for ever: a thread reads it ahead, so that it can be asked
what has come by now. Where nobody asks, it reads on only so far, and whoever captures says what it drops.
"""

from __future__ import annotations

import struct
import threading
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

import dpkt

from chargeboard.capture.feeds.kind import FeedError
from chargeboard.capture.feeds.mirror.words import say
from chargeboard.time.instants import SECOND, Instant

_NEW_GENERATION = b"\x0a\x0d\x0d\x0a"
_READERS = (dpkt.pcap.Reader, dpkt.pcapng.Reader)
AT_ONCE = 2_000
_MOST_AHEAD = 4 * AT_ONCE
_MALFORMED = (ValueError, ArithmeticError, LookupError, TypeError, AttributeError, dpkt.Error, struct.error)
"""What dpkt raises over bytes that are no capture."""


class Packet(NamedTuple):
    """One of them."""

    at: Instant
    link_type: int
    data: bytes


class _Counting:
    """A file that knows whether it ended in the middle of something."""

    def __init__(self, file: BinaryIO, head: bytes) -> None:
        self._file, self._head = file, head
        self.is_torn = False

    def read(self, size: int) -> bytes:
        data = self._head[:size]
        self._head = self._head[size:]
        if len(data) < size:
            data += self._file.read(size - len(data))
        # nothing at all is an end, less than was announced a torn one
        self.is_torn = self.is_torn or 0 < len(data) < size
        return data


def packets(file: BinaryIO, name: str) -> Iterator[Packet]:
    """
    All packets of a capture, as they are read.

    Raises: FeedError where it is none, or is broken.
    """
    head = file.read(4)
    if not head:
        return
    counting = _Counting(file, head)
    try:
        reader = _READERS[head == _NEW_GENERATION](counting)
        link_type = reader.datalink()
    except _MALFORMED as error:
        raise FeedError(say("not_a_capture", name=name), is_lasting=True) from error
    try:
        for stamp, data in reader:
            if counting.is_torn:
                return  # whoever captured was stopped: what is cut off was not read anyway
            yield Packet(round(stamp * SECOND), link_type, bytes(data))
    except _MALFORMED as error:
        if not counting.is_torn:
            raise FeedError(say("broken_capture", name=name), is_lasting=True) from error


class Ahead:
    """Reads packets in a thread of its own."""

    def __init__(self, read: Iterator[Packet]) -> None:
        self._read = read
        self._here: list[Packet] = []
        self._changed = threading.Condition()
        self._is_over = self._is_closed = False
        self._error: FeedError | None = None
        self._thread = threading.Thread(target=self._run, name="capture", daemon=True)
        self._thread.start()

    def take(self, patience_s: float) -> tuple[list[Packet], bool]:
        """
        What has come by now, and whether there will be more; nothing where none comes for so long.

        Raises: FeedError where it broke, once all before is taken.
        """
        with self._changed:
            if not self._here and not self._is_over:
                self._changed.wait(patience_s)
            taken, self._here = self._here[:AT_ONCE], self._here[AT_ONCE:]
            if not taken and self._error is not None:
                raise self._error
            self._changed.notify_all()
            return taken, not self._here and self._is_over and self._error is None

    def close(self) -> None:
        """Read no more."""
        with self._changed:
            self._is_closed = True
            self._changed.notify_all()

    def _run(self) -> None:
        error: FeedError | None = None
        try:
            for packet in self._read:
                with self._changed:
                    self._here.append(packet)
                    self._changed.notify_all()
                    while len(self._here) >= _MOST_AHEAD and not self._is_closed:
                        self._changed.wait()
                    if self._is_closed:
                        return
        except FeedError as broken:
            error = broken
        except OSError as broken:
            error = FeedError(say("not_read", error=broken.strerror or broken))
        with self._changed:
            self._is_over, self._error = True, error
            self._changed.notify_all()
