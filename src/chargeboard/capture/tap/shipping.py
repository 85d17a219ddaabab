"""
How do frames get from the spool to the serving process?

Batch by batch over a UNIX socket: a length and lines go there, a number comes back once they are durable.
What was not acknowledged is sent again; the journal knows what it has.
"""

from __future__ import annotations

import logging
import socket
import struct
import threading

from chargeboard.capture.tap.spool import Spool
from chargeboard.capture.tap.words import say

LENGTH = struct.Struct("<I")
_log = logging.getLogger(__name__)
_PATIENCE_S = 0.5
_SOONEST_S, _LATEST_S = 0.1, 5.0


class Shipping:
    """A thread that empties the spool into the serving process, whenever that is there."""

    def __init__(self, spool: Spool, path: str) -> None:
        self._spool, self._path = spool, path
        self._stopping = threading.Event()
        self._socket: socket.socket | None = None
        self._thread = threading.Thread(target=self._run, name="shipping", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self, patience_s: float) -> None:
        """Send what waits if that is quickly done, and end."""
        self._stopping.set()
        self._thread.join(patience_s)

    def _run(self) -> None:
        delay_s, is_away = _SOONEST_S, False
        while True:
            try:
                with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as peer:
                    peer.connect(self._path)
                    if is_away:
                        _log.warning(say("serve_reachable", path=self._path))
                    delay_s, is_away = _SOONEST_S, False
                    self._send_all(peer)
                    return
            except OSError as error:
                if not is_away:
                    _log.warning(say("serve_unreachable", path=self._path, error=error))
                is_away = True
            if self._stopping.wait(delay_s):
                return
            delay_s = min(2 * delay_s, _LATEST_S)

    def _send_all(self, peer: socket.socket) -> None:
        """Send until there is nothing more and the tap ends."""
        while True:
            found = self._spool.batch(_PATIENCE_S)
            if found is None:
                if self._stopping.is_set():
                    return
                continue
            place, lines = found
            peer.sendall(LENGTH.pack(len(lines)))
            peer.sendall(lines)
            exactly(peer, LENGTH.size)
            self._spool.sent(place)


def exactly(peer: socket.socket, size: int) -> bytes:
    """
    So many bytes.

    Raises: ConnectionError where the other side leaves before.
    """
    parts = bytearray()
    while len(parts) < size:
        data = peer.recv(min(size - len(parts), 1 << 20))
        if not data:
            raise ConnectionResetError(say("other_side_closed"))
        parts += data
    return bytes(parts)
