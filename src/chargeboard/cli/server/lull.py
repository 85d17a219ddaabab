"""
How are messages of many chargers read at once?

What comes within a moment of a commit waits for the next one anyway. The loop lets it come together
meanwhile: to be woken for each message costs more than to read it. So the loop and who writes take turns, and
neither is in the other's way.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from time import sleep, thread_time

_REST_S = 0.037
"""Of the time from one commit to the next; what is left is for reading what came."""
_COMMIT_WITHIN_S = 0.02
"""A commit that takes longer is not waited for: there is more to do than to answer."""


class Lull:
    """The rest of one event loop; all but `written` is called in its thread alone."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        spent_s: Callable[[], float] = thread_time,
        rest: Callable[[float], None] = sleep,
        *,
        is_writing: Callable[[], bool] = lambda: False,
    ) -> None:
        """`spent_s` is the processor time of the loop's thread; `is_writing`: a commit goes on, or is due."""
        self._loop, self._spent_s, self._sleep = loop, spent_s, rest
        self._is_writing = is_writing
        self._is_written = threading.Event()
        self._rested_at = spent_s()
        self._is_wanted = False

    def written(self) -> None:
        """A commit is over. Any thread may say so."""
        self._is_written.set()

    def answered(self) -> None:
        """Answers were handed out: rest as soon as they have left, for as long as there was nothing to do."""
        if not self._is_wanted:
            self._is_wanted = True
            self._loop.call_soon(self._rest)

    def _rest(self) -> None:
        self._is_wanted = False
        self._is_written.clear()
        rest_s = _REST_S - (self._spent_s() - self._rested_at)
        if rest_s > 0:
            self._sleep(rest_s)
            # behind all that has come meanwhile
            self._loop.call_soon(self._await_commit)
        self._rested_at = self._spent_s()

    def _await_commit(self) -> None:
        if self._is_writing():
            self._is_written.wait(_COMMIT_WITHIN_S)
