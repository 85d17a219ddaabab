"""How does a process learn by a signal that it is to end, at whatever moment that comes?"""

from __future__ import annotations

import asyncio
import signal
from queue import Empty, SimpleQueue
from typing import Self


class Ending:
    """
    Told by signals from when it is made, and until it is left; it is known in all threads.

    A handler runs between any two steps of the main thread, so that it may take no lock: who is interrupted
    may hold it, as `threading.Event` does when it is waited for.
    """

    def __init__(self, *signs: signal.Signals) -> None:
        self.is_told = False
        self._told: SimpleQueue[None] = SimpleQueue()
        self._before = {sign: signal.signal(sign, self._tell) for sign in signs}

    def _tell(self, *_: object) -> None:
        self.is_told = True
        self._told.put(None)

    def wait(self, within_s: float) -> bool:
        """Return once it is told, or after so long; whether it is."""
        if not self.is_told:
            try:
                self._told.get(timeout=max(0.0, within_s))
            except Empty:
                return self.is_told
            self._told.put(None)  # to whoever waits besides us
        return True

    def event(self) -> asyncio.Event:
        """For the loop that runs, which is told by handlers of its own from now on."""
        told, loop = asyncio.Event(), asyncio.get_running_loop()
        for sign in self._before:
            loop.add_signal_handler(sign, told.set)
        if self.is_told:
            told.set()
        return told

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for sign, before in self._before.items():
            signal.signal(sign, before)
