"""Which feeds do not get through, as every page tells it?"""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from chargeboard.domain.figures.trouble import Trouble
from chargeboard.domain.records import Unavailable
from chargeboard.ports.feeds import FeedsPort
from chargeboard.run.words import say
from chargeboard.time.instants import MINUTE, Instant

_TOLD_AFTER = MINUTE


def with_feeds(trouble: Trouble, store: FeedsPort, now: Callable[[], Instant]) -> Trouble:
    """Trouble, and which feed has not been read for a minute although somebody tries."""
    try:
        feeds = store.feeds()
    except Unavailable:
        return trouble  # that the store cannot be asked is told without it
    wrong = [one for one in feeds if one.wrong_since is not None and now() - one.wrong_since >= _TOLD_AFTER]
    if not wrong:
        return trouble
    first = min(wrong, key=lambda one: (one.wrong_since or 0, one.name))
    return msgspec.structs.replace(trouble, feeds=say("feed_failed", feed=first.name, why=first.wrong))
