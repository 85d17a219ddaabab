"""What is found at the address of a feed, before anybody reads it from now on?"""

from __future__ import annotations

import msgspec

from chargeboard.capture.feeds.delivered import Delivered
from chargeboard.capture.feeds.kind import FeedError, Kind
from chargeboard.capture.feeds.words import say
from chargeboard.time.instants import Instant

_NAMED = 5


class Tried(msgspec.Struct, frozen=True):
    """What came of it, in words."""

    text: str
    is_fine: bool


def tried(kind: Kind, url: str, now: Instant) -> Tried:
    """Reads what is there first, and keeps nothing; what a broker would hold for us is given back."""
    try:
        opened = kind.open(url, kind.called(url))
        try:
            part = opened.read("", now)
            if not part.frames and not part.is_all:
                part = opened.read(part.cursor, now)
        finally:
            if isinstance(opened, Delivered):
                opened.leave()
            opened.close()
    except FeedError as error:
        return Tried(str(error), is_fine=False)
    if not part.frames:
        code = "tried_unreadable" if part.rejected else "tried_nothing"
        return Tried(say(code, n=len(part.rejected)) if part.rejected else say(code), not part.rejected)
    stations = sorted({frame.station for frame in part.frames})
    named = ", ".join(stations[:_NAMED]) + (" ..." if len(stations) > _NAMED else "")
    return Tried(say("tried_rows", n=len(part.frames), chargers=named), is_fine=True)
