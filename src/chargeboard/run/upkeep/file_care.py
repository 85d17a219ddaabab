"""
Is the file still whole, and is there a fresh copy of it?

A thread of the process that serves the page, below everything else in rank. SQLite reads and copies outside
of Python's lock, so that nobody waits.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from time import monotonic
from typing import Protocol

from chargeboard.domain.figures.impairment import Impairment
from chargeboard.domain.records import Unavailable
from chargeboard.run.words import say

_log = logging.getLogger(__name__)
_EXAMINE_EVERY_S = 60.0
_SHARE = 0.01
"""How much of the time may go into looking at the file; a large one is looked at less often."""
_AGAIN_AFTER_S = 600.0
_NICE = 10
_MEASURE_EVERY_S = 600.0
_FEW_DAYS = 7
"""So long before the disk is full somebody is told."""


class Backups(Protocol):
    """A series of copies."""

    def due_in_s(self) -> float:
        """Until the next one is to be made."""

    def make(self) -> object:
        """Make it, see that it is whole, and let the oldest go. Raises: Unavailable, OSError."""


class FileCare:
    """What is done for the file now and then; `told` of what is wrong with it."""

    def __init__(
        self,
        examine: Callable[[], str],
        backups: Backups | None,
        days_left: Callable[[], int | None] = lambda: None,
        tell: Callable[[Impairment], object] = lambda _: None,
    ) -> None:
        """
        `examine` says what is wrong with the pages of the file, or nothing; `tell` is told what is found.

        `days_left`: for how many more days there is room; None: that is not known.
        """
        self._tell = tell
        self._examine, self._backups, self._days_left_now = examine, backups, days_left
        self._days_left: int | None = None
        self._measure_at = float("-inf")
        self._damage = self._failed = ""
        self._examine_at = self._backup_at = float("-inf")
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="upkeep", daemon=True)

    def added_to(self, told: Impairment) -> Impairment:
        """It, with that of the file."""
        return told.with_file(damage=self._damage, backup=self._failed, days_left=self._days_left)

    def start(self) -> None:
        """Begin to look after the file."""
        self._thread.start()

    def stop(self) -> None:
        """End; a copy that is half made is left to the next start."""
        self._stopping.set()

    def _run(self) -> None:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)
        wait_s = 0.0
        while not self._stopping.wait(wait_s):
            try:
                if monotonic() >= self._examine_at:
                    self._look()
                if monotonic() >= self._measure_at:
                    self._measure()
                if self._backups is not None and monotonic() >= self._backup_at:
                    self._copy(self._backups)
            except Exception:  # noqa: BLE001 - the supervised loop: the page goes on without it
                _log.exception(say("upkeep_failed"))
                self._examine_at = self._backup_at = monotonic() + _AGAIN_AFTER_S
            self._tell(self.added_to(Impairment()))
            next_at = min(self._examine_at, self._measure_at)
            if self._backups:
                next_at = min(next_at, self._backup_at)
            wait_s = max(0.0, next_at - monotonic())

    def _look(self) -> None:
        begun = monotonic()
        found = self._examine()
        took_s = monotonic() - begun
        self._examine_at = monotonic() + max(_EXAMINE_EVERY_S, took_s / _SHARE)
        if found and found != self._damage:
            _log.error(say("database_damaged", found=found))
        self._damage = found

    def _measure(self) -> None:
        self._measure_at = monotonic() + _MEASURE_EVERY_S
        left = self._days_left_now()
        is_few = left is not None and left < _FEW_DAYS
        if is_few and self._days_left is None:
            _log.warning(say("little_room", n=left))
        self._days_left = left if is_few else None

    def _copy(self, backups: Backups) -> None:
        due_in_s = backups.due_in_s()
        if due_in_s > 0:
            # by the wall clock, which may be set: looked at again soon
            self._backup_at = monotonic() + min(due_in_s, _EXAMINE_EVERY_S)
            return
        try:
            made = backups.make()
        except (Unavailable, OSError) as error:
            self._failed = str(error)
            self._backup_at = monotonic() + _AGAIN_AFTER_S
            _log.error(say("no_backup", error=error))
        else:
            self._failed = ""
            self._backup_at = monotonic()
            _log.info(say("backup_made", file=made))
