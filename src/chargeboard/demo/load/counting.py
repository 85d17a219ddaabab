"""Who counts what the chargers of a process do?"""

from __future__ import annotations

from collections import Counter
from math import log

import msgspec

from chargeboard.demo.load.tally import FINEST_S, STEP, Tally


class Counting:
    """A witness of their calls."""

    def __init__(self) -> None:
        self._sent, self._waits = Counter[str](), Counter[int]()
        self._told = Tally()

    def connected(self) -> None:
        self._told.connected += 1
        self._told.connections += 1

    def refused(self) -> None:
        self._told.refused += 1

    def hung_up(self) -> None:
        self._told.connected -= 1

    def due(self, late_s: float) -> None:
        self._told.late_s = max(self._told.late_s, late_s)

    def sent(self, action: str) -> None:
        self._sent[action] += 1

    def answered(self, took_s: float, *, is_error: bool) -> None:
        self._told.answers += 1
        self._told.errors += is_error
        self._waits[round(log(max(took_s, FINEST_S) / FINEST_S, STEP))] += 1

    def lost(self) -> None:
        self._told.unanswered += 1

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is still to come."""
        return self._told.answers + self._told.unanswered < self._sent.total()

    def tally(self) -> Tally:
        """The counts so far; how late they were since this was asked last."""
        told = self._told
        told.sent, told.waits = dict(self._sent), dict(self._waits)
        self._told = msgspec.structs.replace(told, late_s=0.0)
        return told
