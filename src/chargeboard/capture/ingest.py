"""
How does the serving process take frames from taps on the same machine?

It listens on a UNIX socket. A thread for each tap reads a batch, has it kept, and acknowledges it once it is
durable; a batch that cannot be kept is not acknowledged, and the tap brings it again.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from operator import attrgetter
from pathlib import Path

import msgspec

from chargeboard.capture.batches import read_batch
from chargeboard.capture.formats.reading import Rejected
from chargeboard.capture.formats.systems.own import line_of
from chargeboard.capture.rejects import Rejects
from chargeboard.capture.tap.shipping import LENGTH, exactly
from chargeboard.capture.words import say
from chargeboard.domain.frame import AHEAD_MOST, Frame
from chargeboard.time.instants import Instant

_log = logging.getLogger(__name__)
_LARGEST_BATCH = 1 << 27
_BACKLOG = 8

Keep = Callable[[Sequence[Frame]], "Future[str]"]
"""Has frames kept that may have been brought before; done once they are durable."""


class NotKeptError(Exception):
    """Something about these frames makes the store refuse them, now and later."""


class Ingest:
    """A listener for taps."""

    def __init__(
        self, keep: Keep, *, redact: Callable[[str], str], rejects: Rejects, clock: Callable[[], Instant]
    ) -> None:
        self._keep, self._redact, self._rejects, self._clock = keep, redact, rejects, clock
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._peers: set[socket.socket] = set()
        self._path: Path | None = None
        self._is_ending = False

    def listen(self, path: str) -> None:
        """
        Accept taps of the same user.

        Raises: OSError where another process listens there, or the folder is missing.
        """
        if Path(path).is_socket() and not _is_answered(path):
            Path(path).unlink()
        before = os.umask(0o177)
        try:
            self._listener.bind(path)
        finally:
            os.umask(before)
        self._path = Path(path)
        self._listener.listen(_BACKLOG)
        threading.Thread(target=self._accept, name="ingest", daemon=True).start()

    def close(self) -> None:
        """Take no more; what was not acknowledged is brought again."""
        self._is_ending = True
        for one in [self._listener, *self._peers]:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
        if self._path is not None:
            self._path.unlink(missing_ok=True)

    def _accept(self) -> None:
        while not self._is_ending:
            try:
                peer, _ = self._listener.accept()
            except OSError:
                return
            self._peers.add(peer)
            threading.Thread(target=self._serve, args=(peer,), name="tap", daemon=True).start()

    def _serve(self, peer: socket.socket) -> None:
        try:
            while True:
                (size,) = LENGTH.unpack(exactly(peer, LENGTH.size))
                if size > _LARGEST_BATCH:
                    _log.error(say("batch_too_large", size=size))
                    return
                peer.sendall(LENGTH.pack(self._take(exactly(peer, size))))
        except (OSError, CancelledError) as error:
            if not self._is_ending and not isinstance(error, ConnectionResetError):
                _log.warning(say("tap_ended", error=error))
        finally:
            self._peers.discard(peer)
            peer.close()

    def _take(self, lines: bytes) -> int:
        batch = read_batch(lines.split(b"\n"), "tap", self._redact)
        if batch.rejected:
            self._rejects.keep(batch.rejected)
        self._have_kept(_not_ahead(batch.frames, self._clock()))
        return len(batch.frames)

    def _have_kept(self, frames: Sequence[Frame]) -> None:
        """Keep all but those that cannot be: a frame that is refused for good must not block the rest."""
        try:
            self._keep(frames).result()
        except NotKeptError as error:
            middle = len(frames) // 2
            if not middle:
                self._rejects.keep(
                    [Rejected("tap", 0, str(error), line_of(frame).decode()) for frame in frames]
                )
                return
            self._have_kept(frames[:middle])
            self._have_kept(frames[middle:])


def _not_ahead(frames: Sequence[Frame], now: Instant) -> Sequence[Frame]:
    """
    A tap has this machine's clock: what it stamped later than now, it stamped before the clock was set back.

    Such frames are what it brought last, and become as old as they can be told to be.
    """
    by = frames[-1].received_at - now if frames else 0
    if by <= AHEAD_MOST:
        return frames
    told = [
        msgspec.structs.replace(frame, received_at=frame.received_at - by)
        if frame.received_at > now
        else frame
        for frame in frames
    ]
    return sorted(told, key=attrgetter("received_at"))


def _is_answered(path: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(path)
        except OSError:
            return False
        return True
