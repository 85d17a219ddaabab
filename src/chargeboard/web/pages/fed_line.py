"""What is told of a feed to who looks at one of its chargers?"""

from __future__ import annotations

from chargeboard.capture.feeds.health import health_line
from chargeboard.capture.feeds.registry import kinds
from chargeboard.domain.feeds import Feed
from chargeboard.time.instants import Instant
from chargeboard.web.pages.words import say


def fed_line(feed: Feed, now: Instant) -> str:
    """
    Where its messages come from, how that does, and what cannot be known so.

    Where the other system is, and what it says of itself, is for who looks after this one.
    """
    kind = kinds().get(feed.kind)
    if kind is None:
        return say("fed_by_another_version", kind=feed.kind)
    return say(
        "fed", system=kind.title(), health=health_line(feed, now, is_brief=True), what=kind.cannot_tell()
    )
