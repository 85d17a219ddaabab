"""What does one process tell another all the time, so that the newest word counts?"""

from __future__ import annotations

from contextlib import suppress
from multiprocessing.context import BaseContext
from typing import Any, Generic, TypeVar

import msgspec

T = TypeVar("T", bound=msgspec.Struct)


class SharedWord(Generic[T]):
    """A few bytes that two processes share."""

    def __init__(self, context: BaseContext, kind: type[T], room: int) -> None:
        """`kind` is told; it can be made of nothing. `room` is that of its JSON."""
        # no lock: one that a killed process held would never be free again
        self._text: Any = context.Array("c", room, lock=False)
        self._kind, self._room = kind, room
        self._known = kind()

    @property
    def told(self) -> T:
        """The newest."""
        told = bytes(self._text.value)
        # what is being replaced is no JSON for a moment
        with suppress(msgspec.DecodeError):
            self._known = msgspec.json.decode(told, type=self._kind) if told else self._kind()
        return self._known

    def tell(self, word: T | None) -> bool:
        """Replace it; None: what is made of nothing. Whether there was room for it."""
        told = b"" if word is None else msgspec.json.encode(word)
        if len(told) >= self._room:
            return False
        if self._text.value != told:
            self._text.value = told
        return True
