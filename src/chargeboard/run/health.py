"""Does the process that listens still keep what it hears? Told to the process that serves the page."""

from __future__ import annotations

from multiprocessing.context import BaseContext
from multiprocessing.sharedctypes import Synchronized
from typing import Any

import msgspec

from chargeboard.domain.trouble import Trouble

_ROOM = 4096
_MOST_SAID = 600


class Health:
    """A few bytes that two processes share, so that a full disk can be spoken of."""

    def __init__(self, context: BaseContext) -> None:
        self._text: Any = context.Array("c", _ROOM)
        self._connected: Synchronized[int] = context.Value("i", 0)

    @property
    def trouble(self) -> Trouble:
        """What is wrong at the moment."""
        told = bytes(self._text.value)
        return msgspec.json.decode(told, type=Trouble) if told else Trouble()

    @property
    def connected(self) -> int:
        """How many chargers are connected."""
        return self._connected.value

    def tell(self, trouble: Trouble, connected: int) -> None:
        """Replace both."""
        short = msgspec.structs.replace(
            trouble, why=trouble.why.encode()[:_MOST_SAID].decode(errors="ignore")
        )
        told = msgspec.json.encode(short)[: _ROOM - 1] if trouble else b""
        if self._text.value != told:
            self._text.value = told
        self._connected.value = connected
