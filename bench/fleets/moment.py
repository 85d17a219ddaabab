"""
Until when do the histories go?

Up to this run, so that a look while frames arrive is one at the present, and none into the past.
"""

from __future__ import annotations

from chargeboard.run import clock
from chargeboard.time.instants import Instant

NOW: Instant = clock.now()
"""When this run began: all that a history tells was received by then."""


class Moment:
    """What the time is for who looks: the end of the histories, until frames arrive behind it."""

    def __init__(self) -> None:
        self._goes_on = False

    def __call__(self) -> Instant:
        return clock.now() if self._goes_on else NOW

    def go_on(self) -> None:
        """From now on it is what the clock says."""
        self._goes_on = True
