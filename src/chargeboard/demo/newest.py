"""Since when may a charger's story be told, so that it begins with nothing under way?"""

from __future__ import annotations

import msgspec

from chargeboard.domain.frame import Frame
from chargeboard.time.instants import Instant

_FREE = frozenset({"Available", "Unavailable", "Faulted"})


class Newest:
    """
    A charger's frames since its last quiet moment before an instant.

    Quiet: no cable is in a socket, as far as the statuses tell, and no call is open.
    """

    def __init__(self, since: Instant) -> None:
        self.frames: list[Frame] = []
        self.older = 0
        """How many there were before these."""
        self._since = since
        self._taken = set[object]()

    def hear(self, frame: Frame) -> None:
        """One more of its frames, in order."""
        self.frames.append(frame)
        if frame.received_at >= self._since:
            return
        if '"StatusNotification"' in frame.text:
            self._note(msgspec.json.decode(frame.text)[3])
        elif frame.text.startswith("[3,") and not self._taken:
            self.older += len(self.frames)
            self.frames.clear()

    def _note(self, said: dict[str, object]) -> None:
        socket = said.get("evseId", said.get("connectorId"))
        if said.get("connectorStatus", said.get("status")) in _FREE:
            self._taken.discard(socket)
        else:
            self._taken.add(socket)
