"""Do the other system's clock and ours agree?"""

from __future__ import annotations

from collections.abc import Iterable

from chargeboard.capture.feeds.kind import FeedError
from chargeboard.capture.feeds.words import say
from chargeboard.domain.frame import AHEAD_MOST
from chargeboard.time.instants import HOUR, SECOND, Instant

NEVER_TRUE = 24 * HOUR
"""What is further ahead is wrong, whichever clock is: nothing waits for its time to come."""


def see_that_it_is_now(there: Instant, now: Instant) -> None:
    """Raises: FeedError where it is another time there than here, by what a clock may be wrong."""
    if abs(there - now) > AHEAD_MOST:
        code = "clock_ahead" if there > now else "clock_behind"
        raise FeedError(say(code, seconds=abs(there - now) // SECOND))


def see_that_clocks_agree(instants: Iterable[Instant], now: Instant) -> None:
    """Raises: FeedError where some are ahead of ours, by what a clock may be wrong."""
    ahead = max((at - now for at in instants if at - now <= NEVER_TRUE), default=0)
    if ahead > AHEAD_MOST:
        raise FeedError(say("clock_ahead", seconds=ahead // SECOND))
