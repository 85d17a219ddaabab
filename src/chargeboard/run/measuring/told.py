"""How do the processes of one `serve` tell their numbers to the one that is asked for them?"""

from __future__ import annotations

import asyncio
import os
import resource
from collections.abc import Callable, Mapping
from multiprocessing.context import BaseContext
from pathlib import Path
from time import monotonic

import msgspec

from chargeboard.domain.readings import Reading
from chargeboard.run.clock import now
from chargeboard.run.receiving.shared_word import SharedWord
from chargeboard.time.instants import SECOND

EVERY_S = 2.0
SILENT_S = 30.0
"""Who has not told anything for so long hangs."""
PARTS = ("gateway", "projector", "web", "alerting")
_ROOM = 16 << 10
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


class Said(msgspec.Struct, frozen=True):
    """What a part said last."""

    at_s: float = 0.0
    """By the clock of this machine that nobody sets."""
    readings: tuple[Reading, ...] = ()


class Readings:
    """What all parts said last; shared by their processes."""

    def __init__(self, context: BaseContext) -> None:
        self._words = {part: SharedWord(context, Said, _ROOM) for part in PARTS}

    def tell(self, part: str, readings: list[Reading]) -> None:
        """Replace what that part said."""
        self._words[part].tell(Said(monotonic(), tuple(readings)))

    @property
    def told(self) -> Mapping[str, Said]:
        """By part; none of one that is not here, or has said nothing yet."""
        found = {part: word.told for part, word in self._words.items()}
        return {part: said for part, said in found.items() if said.at_s}

    @property
    def silent(self) -> list[str]:
        """Who spoke once and does no longer."""
        return [part for part, said in self.told.items() if monotonic() - said.at_s > SILENT_S]


class Telling:
    """One part tells its own; where that is done, it is alive."""

    def __init__(self, readings: Readings, part: str, collect: Callable[[], list[Reading]]) -> None:
        self._readings, self._part, self._collect = readings, part, collect
        self._told_at = float("-inf")
        self._began_s = now() / SECOND

    def tell(self) -> None:
        """Every few seconds, however often it is called."""
        if monotonic() - self._told_at < EVERY_S:
            return
        self._told_at = monotonic()
        self._readings.tell(self._part, [*self._of_process(), *self._collect()])

    async def tell_for_ever(self) -> None:
        """Where a loop has nothing else to do so by."""
        while True:
            self.tell()
            await asyncio.sleep(EVERY_S)

    def _of_process(self) -> list[Reading]:
        used, part = resource.getrusage(resource.RUSAGE_SELF), (self._part,)
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
        return [
            Reading("process_cpu_seconds_total", used.ru_utime + used.ru_stime, part),
            Reading("process_resident_memory_bytes", float(pages * _PAGE_BYTES), part),
            Reading("process_start_time_seconds", self._began_s, part),
        ]
