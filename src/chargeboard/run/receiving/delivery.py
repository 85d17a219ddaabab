"""What is handed over to be kept, and who waits for it?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from chargeboard.domain.frame import Frame
from chargeboard.ports.store import Store


class Start(NamedTuple):
    """A 1.6 start that needs a transaction id: the same `key` is always given the same id."""

    station: str
    key: str


class LinkTurn(NamedTuple):
    """A connection of ours that opens, or closes before our eyes; "lost": one that a former process held."""

    what: Literal["open", "close", "lost"]
    station: str
    connection: str = ""


class Delivery(NamedTuple):
    """Frames to keep, and who waits for it."""

    frames: Sequence[Frame] = ()
    reply: Callable[[int | None], Frame] | None = None
    """Makes the answer, once the transaction id of `start` is known; it is kept in the same commit."""
    start: Start | None = None
    turn: LinkTurn | None = None
    also: Callable[[Store], None] | None = None
    """Something else to write in the same commit."""
    done: Callable[[str], None] | None = None
    """To be called with the answer's text after the commit."""
    is_routine: bool = False
    """The frames tell that the charger is there and what its meters show: to understand them may wait."""
    is_batch: bool = False
    """The frames may have been brought before: each is kept once. The answer is how many were new."""


Answers = list[tuple[Callable[[str], None], str]]
"""What to call after a commit, and with what."""
