"""Does the process that listens still keep what it hears? Told to the process that serves the page."""

from __future__ import annotations

from multiprocessing.context import BaseContext
from multiprocessing.sharedctypes import Synchronized
from typing import Any

_ROOM = 512


class Health:
    """A few bytes that two processes share, so that a full disk can be spoken of."""

    def __init__(self, context: BaseContext) -> None:
        self._text: Any = context.Array("c", _ROOM)
        self._connected: Synchronized[int] = context.Value("i", 0)

    @property
    def trouble(self) -> str:
        """Why nothing is kept at the moment; empty while all is well."""
        return bytes(self._text.value).decode(errors="ignore")

    @property
    def connected(self) -> int:
        """How many chargers are connected."""
        return self._connected.value

    def tell(self, trouble: str, connected: int) -> None:
        """Replace both."""
        told = trouble.encode()[: _ROOM - 1]
        if self._text.value != told:
            self._text.value = told
        self._connected.value = connected
