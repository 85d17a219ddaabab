"""
Which rows of a table were read, where rows are numbered before they can be seen?

Whoever writes takes its number first, and is seen when it has committed: a lower number may appear behind a
higher one. So numbers that were passed over are asked for again until none of them can come any more.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from chargeboard.time.instants import MINUTE, Instant

OVERLAP = 2 * MINUTE
"""For so long what was passed over may still come."""
LAST = 2**62
_MOST_GAPS = 1_000


class Gap(msgspec.Struct, frozen=True, array_like=True):
    """Numbers that were passed over, the first and the last of them."""

    low: int
    high: int
    since: Instant
    """When the row behind it was written."""


class Cursor(msgspec.Struct, frozen=True):
    """All up to `top` was read but these, in order."""

    top: int = 0
    gaps: tuple[Gap, ...] = ()

    @property
    def asked(self) -> tuple[list[int], list[int]]:
        """What is to be asked for: where each range begins, and where it ends; the last one has no end."""
        lows = [*(gap.low for gap in self.gaps), self.top + 1]
        return lows, [*(gap.high for gap in self.gaps), LAST]

    def behind(self, read: Iterable[tuple[int, Instant]], now: Instant) -> Cursor:
        """Behind rows of these numbers, each with when it was written; `now` by the same clock."""
        gaps, top = list(self.gaps), self.top
        for number, written_at in sorted(read):
            if number > top:
                if number > top + 1:
                    gaps.append(Gap(top + 1, number - 1, written_at))
                top = number
            else:
                gaps = [part for gap in gaps for part in _without(gap, number)]
        open_ = [gap for gap in gaps if now - gap.since <= OVERLAP]
        return Cursor(top, tuple(open_[-_MOST_GAPS:]))


def _without(gap: Gap, number: int) -> list[Gap]:
    if not gap.low <= number <= gap.high:
        return [gap]
    parts = (Gap(gap.low, number - 1, gap.since), Gap(number + 1, gap.high, gap.since))
    return [part for part in parts if part.low <= part.high]
