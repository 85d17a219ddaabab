"""
How does the process that understands learn who was heard, and whom somebody looks at?

The other processes send the names of chargers as datagrams, and never wait: names that find no room travel
with the next ones. The journal is the truth; a name that is lost costs time and nothing else.
"""

from __future__ import annotations

import socket
from collections.abc import Iterable
from contextlib import suppress
from itertools import islice
from multiprocessing.sharedctypes import RawValue
from time import monotonic
from typing import get_args

import msgspec

from chargeboard.domain.members import Kind

LIST = ""
"""The list of chargers, where somebody looks at that: no charger has this name."""
_MOST_IN_ONE = 500
_LONGEST = 1 << 18
_LOOKED_AT_S = 5.0
_NAMES = msgspec.msgpack.Decoder(tuple[Kind, list[str]])


class News:
    """One of these is shared by all processes of a `serve`; it may be handed to a child."""

    def __init__(self) -> None:
        self._far, self._near = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
        self._looked_at_until = RawValue("d", 0.0)
        """Somebody looked at a charger not long before: by the clock that all processes have."""
        self._untold: dict[Kind, dict[str, None]] = {kind: {} for kind in get_args(Kind)}

    def look(self, stations: Iterable[str]) -> None:
        """Somebody looks at these now. Who cannot be told is told the next time; any thread may."""
        names = list(stations)
        if any(name != LIST for name in names):
            self._looked_at_until.value = monotonic() + _LOOKED_AT_S
        with suppress(OSError):
            for begin in range(0, len(names), _MOST_IN_ONE):
                self._send("looked_at", names[begin : begin + _MOST_IN_ONE])

    @property
    def is_awaited(self) -> bool:
        """Whether somebody looks, so that whose frames are kept is to be told at once."""
        return bool(self._looked_at_until.value > monotonic())

    def tell(self, stations: Iterable[str] = (), kind: Kind = "heard") -> None:
        """There are new frames of these stations; without any: say what found no room before."""
        self._untold[kind] |= dict.fromkeys(stations)
        for told, untold in self._untold.items():
            while untold:
                some = list(islice(untold, _MOST_IN_ONE))
                try:
                    self._send(told, some)
                except OSError:
                    return
                for station in some:
                    del untold[station]

    def _send(self, kind: Kind, stations: list[str]) -> None:
        self._near.send(msgspec.msgpack.encode((kind, stations)), socket.MSG_DONTWAIT)

    def hear(self, timeout_s: float) -> tuple[Kind, list[str]]:
        """What is told next; nobody was heard where that takes longer."""
        self._far.settimeout(timeout_s)
        with suppress(TimeoutError):
            return _NAMES.decode(self._far.recv(_LONGEST))
        return "heard", []

    def close(self) -> None:
        """Nothing is told any more."""
        self._near.close()
        self._far.close()
