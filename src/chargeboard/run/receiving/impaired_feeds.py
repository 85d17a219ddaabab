"""Which feeds do not get through, as every page tells it?"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from chargeboard.domain.figures.impairment import Impairment
from chargeboard.domain.records import Unavailable
from chargeboard.ports.feeds import FeedsPort
from chargeboard.run.words import say
from chargeboard.time.instants import Instant


def with_feeds(impairment: Impairment, store: FeedsPort, now: Callable[[], Instant]) -> Impairment:
    """It, and which feed somebody means to read that is not read."""
    try:
        feeds = store.feeds()
    except Unavailable:
        return impairment  # that the store cannot be asked is told without it
    wrong = [one for one in feeds if (one.wrong or one.looked_at is not None) and not one.is_read(now())]
    if not wrong:
        return impairment
    first = min(wrong, key=lambda one: (not one.wrong, one.name))
    told = say("feed_failed", feed=first.name, why=first.wrong)
    return msgspec.structs.replace(
        impairment, feeds=told if first.wrong else say("feed_unread", feed=first.name)
    )
