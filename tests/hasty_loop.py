"""A loop that waits for no clock: once nobody says anything, it is as late as what is due next."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from in_a_thread import run

_SAID_WITHIN_S = 0.002
"""What was written is there to be read by then, of whoever lives on the same loop."""


class HastyLoop(asyncio.SelectorEventLoop):
    """A machine that stands still for a while makes nobody late here, and a minute takes no time."""

    def __init__(self):
        super().__init__()
        self._at_s, self._look = 1_000.0, self._selector.select
        self._selector.select = self._select

    def time(self):
        return self._at_s

    def _select(self, timeout=None):
        if timeout is None:
            return self._look(None)
        found = self._look(min(timeout, _SAID_WITHIN_S))
        if not found:
            self._at_s += max(0.0, timeout)
        return found


def hastily(story: Coroutine[Any, Any, Any]) -> Any:
    """What comes of it, on such a loop in a thread of its own; no other one or process takes part in it."""
    return run(story, _on_it)


def _on_it(story):
    with asyncio.Runner(loop_factory=HastyLoop) as runner:
        return runner.run(story)
