"""
When was a message received, if its log has no times at all?

Not before the time that was named last. What a CSMS calls the current time is believed; a charger's stamps
move the time on, but not back (a late delivery) and not far ahead (a clock that is wrong).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

import msgspec

from chargeboard.capture.formats.reading import Found, LogNotes, because
from chargeboard.capture.formats.stamps import current_time
from chargeboard.domain.frame import AHEAD_MOST, Frame
from chargeboard.time.instants import HOUR, NEVER, Instant, instant_of

_STAMP = re.compile(r'"timestamp"\s*:\s*"([^"]{19,40})"')
_FURTHEST = 24 * HOUR
_MOST_HELD = 10_000


class ToldTimes:
    """Dates the frames of one log, in order."""

    def __init__(self, notes: LogNotes) -> None:
        self._notes = notes
        self._held: list[tuple[int, Frame]] = []

    def dated(self, line: int, frame: Frame) -> Iterator[Found]:
        """The frame and those that waited for a time, with their times; none while no time was named."""
        self._notes.undated += 1
        self._listen(frame)
        self._held.append((line, frame))
        if self._notes.newest is not None:
            for _, one in self._held:
                yield msgspec.structs.replace(one, received_at=self._notes.newest)
            self._held.clear()
        elif len(self._held) >= _MOST_HELD:
            yield from self.rest()

    def rest(self) -> Iterator[Found]:
        """What waits in vain for a time."""
        for line, frame in self._held:
            yield self._notes.reject(line, because("no_time_before"), frame.text)
        self._held.clear()

    def _listen(self, frame: Frame) -> None:
        now = self._notes.newest
        if frame.direction == "out":
            self._notes.newest = current_time(frame.text) or now
            return
        for stamp in _STAMP.findall(frame.text):
            told = _instant(stamp)
            if told is not None and told <= self._latest(now) and (now is None or told > now):
                self._notes.newest = now = told

    def _latest(self, now: Instant | None) -> Instant:
        present = self._notes.clock() + AHEAD_MOST if self._notes.clock else NEVER
        return present if now is None else min(present, now + _FURTHEST)


def _instant(stamp: str) -> Instant | None:
    try:
        return instant_of(datetime.fromisoformat(stamp))
    except ValueError:
        return None
