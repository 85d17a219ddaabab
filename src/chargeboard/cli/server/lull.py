"""
How are messages of many chargers read at once?

What comes within a moment of a commit waits for the next one anyway. The loop lets it come together
meanwhile: to be woken for each message costs more than to read it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from time import sleep, thread_time

_REST_S = 0.034
"""Of the time from one commit to the next; what is left is for reading what came."""


class Lull:
    """The rest of one event loop; it is called in its thread alone."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        spent_s: Callable[[], float] = thread_time,
        rest: Callable[[float], None] = sleep,
    ) -> None:
        """`spent_s` is the processor time of the loop's thread."""
        self._loop, self._spent_s, self._sleep = loop, spent_s, rest
        self._rested_at = spent_s()
        self._is_wanted = False

    def answered(self) -> None:
        """Answers were handed out: rest as soon as they have left, for as long as there was nothing to do."""
        if not self._is_wanted:
            self._is_wanted = True
            self._loop.call_soon(self._rest)

    def _rest(self) -> None:
        self._is_wanted = False
        rest_s = _REST_S - (self._spent_s() - self._rested_at)
        if rest_s > 0:
            self._sleep(rest_s)
        self._rested_at = self._spent_s()
