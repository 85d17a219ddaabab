"""Does the process that listens still keep what it hears? Told to the process that serves the page."""

from __future__ import annotations

from contextlib import suppress
from multiprocessing.context import BaseContext
from typing import Any

import msgspec

from chargeboard.domain.figures.trouble import Trouble

_ROOM = 4096
_MOST_SAID = 600


class Health:
    """A few bytes that two processes share, so that a full disk can be spoken of."""

    def __init__(self, context: BaseContext) -> None:
        # no locks: one that a killed process held would never be free again
        self._text: Any = context.Array("c", _ROOM, lock=False)
        self._connected: Any = context.Value("i", 0, lock=False)
        self._known = Trouble()

    @property
    def trouble(self) -> Trouble:
        """What is wrong at the moment."""
        told = bytes(self._text.value)
        # what is being replaced is no JSON for a moment
        with suppress(msgspec.DecodeError):
            self._known = msgspec.json.decode(told, type=Trouble) if told else Trouble()
        return self._known

    @property
    def connected(self) -> int:
        """How many chargers are connected."""
        return int(self._connected.value)

    def tell(self, trouble: Trouble, connected: int) -> None:
        """Replace both."""
        short = msgspec.structs.replace(
            trouble, why=trouble.why.encode()[:_MOST_SAID].decode(errors="ignore")
        )
        told = msgspec.json.encode(short)[: _ROOM - 1] if trouble else b""
        if self._text.value != told:
            self._text.value = told
        self._connected.value = connected
