"""How does a feed do, in one line?"""

from __future__ import annotations

from chargeboard.capture.feeds.words import say
from chargeboard.domain.feeds import UNREAD_AFTER, Feed
from chargeboard.time.instants import SECOND, Instant
from chargeboard.words.formats import duration


def health_line(feed: Feed, now: Instant, *, is_brief: bool = False) -> str:
    """
    When its last row was written and how far behind it is, and why it is not read, if so.

    `is_brief`: not why, which may name the other system's server.
    """

    def since(at: Instant) -> str:
        return duration(max(0, now - at) // SECOND)

    told = [_rows_line(feed, now)]
    if feed.wrong:
        lasted = since(feed.wrong_since or now)
        told.append(
            say("health_unread", since=lasted)
            if is_brief
            else say("health_wrong", since=lasted, why=feed.wrong)
        )
    elif feed.looked_at is not None and now - feed.looked_at >= UNREAD_AFTER:
        told.append(say("health_unread", since=since(feed.looked_at)))
    return "; ".join(told)


def _rows_line(feed: Feed, now: Instant) -> str:
    behind_s = feed.behind_s
    if feed.newest_at is None or behind_s is None:
        return say("health_none")
    ago = duration(max(0, now - feed.newest_at) // SECOND)
    return say("health", ago=ago, behind=duration(round(behind_s)))
