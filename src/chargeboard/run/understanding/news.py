"""
How does the process that understands learn who was heard?

The processes that keep frames send the names of their chargers as datagrams, and never wait: names that find
no room travel with the next ones. The journal is the truth; a name that is lost costs time and nothing else.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable
from contextlib import suppress
from itertools import islice

import msgspec

_MOST_IN_ONE = 500
_LONGEST = 1 << 18
_NAMES = msgspec.msgpack.Decoder(list[str])


class News:
    """One of these is shared by all processes of a `serve`; it may be handed to a child."""

    def __init__(self) -> None:
        self._far, self._near = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._untold: dict[str, None] = {}

    def tell(self, stations: Iterable[str] = ()) -> None:
        """There are new frames of these stations; without any: say what found no room before."""
        self._untold |= dict.fromkeys(stations)
        while self._untold:
            some = list(islice(self._untold, _MOST_IN_ONE))
            try:
                self._near.send(msgspec.msgpack.encode(some), socket.MSG_DONTWAIT)
            except OSError:
                return
            for station in some:
                del self._untold[station]

    def hear(self, timeout_s: float) -> list[str]:
        """Who was heard; empty where that takes longer."""
        self._far.settimeout(timeout_s)
        with suppress(TimeoutError):
            return _NAMES.decode(self._far.recv(_LONGEST))
        return []

    def close(self) -> None:
        """Nothing is told any more."""
        self._near.close()
        self._far.close()
