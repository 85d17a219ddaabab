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
from pathlib import Path

from chargeboard.capture.batches import read_batch
from chargeboard.capture.rejects import Rejects
from chargeboard.capture.tap.shipping import LENGTH, exactly
from chargeboard.domain.frame import Frame

_log = logging.getLogger(__name__)
_LARGEST_BATCH = 1 << 27
_BACKLOG = 8

Keep = Callable[[Sequence[Frame]], "Future[str]"]
"""Has frames kept that may have been brought before; done once they are durable."""


class Ingest:
    """A listener for taps."""

    def __init__(self, keep: Keep, *, redact: Callable[[str], str], rejects: Rejects) -> None:
        self._keep, self._redact, self._rejects = keep, redact, rejects
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._peers: set[socket.socket] = set()
        self._path = Path()
        self._is_ending = False

    def listen(self, path: str) -> None:
        """
        Accept taps of the same user.

        Raises: OSError where another process listens there, or the folder is missing.
        """
        self._path = Path(path)
        if self._path.is_socket() and not _is_answered(path):
            self._path.unlink()
        before = os.umask(0o177)
        try:
            self._listener.bind(path)
        finally:
            os.umask(before)
        self._listener.listen(_BACKLOG)
        threading.Thread(target=self._accept, name="ingest", daemon=True).start()

    def close(self) -> None:
        """Take no more; what was not acknowledged is brought again."""
        self._is_ending = True
        for one in [self._listener, *self._peers]:
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
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
                    _log.error("a tap sends a batch of %d bytes: its connection is closed", size)
                    return
                peer.sendall(LENGTH.pack(self._take(exactly(peer, size))))
        except (OSError, CancelledError) as error:
            if not self._is_ending and not isinstance(error, ConnectionResetError):
                _log.warning("a tap's connection ended: %s", error)
        finally:
            self._peers.discard(peer)
            peer.close()

    def _take(self, lines: bytes) -> int:
        batch = read_batch(lines.split(b"\n"), "tap", self._redact)
        if batch.rejected:
            self._rejects.keep(batch.rejected)
        self._keep(batch.frames).result()
        return len(batch.frames)


def _is_answered(path: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        try:
            probe.connect(path)
        except OSError:
            return False
        return True
