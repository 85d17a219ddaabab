"""What does a gateway tell a log that others keep, and in which part of it?"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b
from typing import Literal

import msgspec

from chargeboard.domain.frame import AHEAD_MOST, Frame
from chargeboard.time.instants import Instant

_FIRST_ID, _IDS = 1 << 30, 1 << 30
"""Ids that a database gives begin at random below a billion."""


class Turn(msgspec.Struct, frozen=True):
    """A connection of a gateway that opens, or is over."""

    what: Literal["open", "close"]
    station: str
    connection: str


class Entry(msgspec.Struct, frozen=True):
    """Frames of one charger that are kept together, with the answer to them."""

    frames: tuple[Frame, ...] = ()
    turn: Turn | None = None
    is_routine: bool = False
    """They tell that the charger is there and what its meters show: to understand them may wait."""

    @property
    def station(self) -> str:
        """Whose they are."""
        return self.frames[0].station if self.turn is None else self.turn.station


def transaction_id_of(station: str, key: str) -> int:
    """
    The id of a 1.6 start: the same for the same key, whichever gateway is asked, and nobody has to be asked.

    Of two keys of a charger two in 2^30 have the same one, which is another transaction all the same (S1).
    """
    text = f"{station}\0{key}".encode(errors="surrogatepass")
    return _FIRST_ID + int.from_bytes(blake2b(text, digest_size=8).digest()) % _IDS


def in_order(frames: Sequence[Frame], newest: dict[str, Instant]) -> list[Frame]:
    """
    Frames as they stand in the log, where each charger's are stamped in that order.

    Gateways have clocks of their own, which may differ a little; the order of the log is what was answered.
    `newest` has when the newest frame of a charger was received, and is brought up to date.
    """
    told = list[Frame]()
    for frame in frames:
        last = newest.get(frame.station)
        if last is not None and frame.received_at <= last <= frame.received_at + AHEAD_MOST:
            frame = msgspec.structs.replace(frame, received_at=last + 1)  # noqa: PLW2901 - the same frame
        newest[frame.station] = frame.received_at
        told.append(frame)
    return told
