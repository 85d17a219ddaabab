"""
How is an instant said in the charger's own time?

One `Local` is made per page from the charger's zone and the instant of the query; what lies on the same
local date needs no date.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import lru_cache

from chargeboard.time.days import day_of, zone_of
from chargeboard.time.instants import Instant, datetime_of
from chargeboard.time.spans import Span
from chargeboard.words.dates import day_month, day_year, full_day


@lru_cache(maxsize=4_096)
def _wall(zone: str, moment: Instant) -> datetime:
    """Neighbouring pieces share their edges, and the next page most of them."""
    return datetime_of(moment).astimezone(zone_of(zone))


class Local:
    """The charger's clock on the wall."""

    def __init__(self, zone: str, now: Instant) -> None:
        self.zone = zone
        self.now = now
        self.today = day_of(now, zone)

    def wall(self, moment: Instant) -> datetime:
        """The local date and time."""
        return _wall(self.zone, moment)

    def clock(self, moment: Instant) -> str:
        """`14:03`."""
        return f"{self.wall(moment):%H:%M}"

    def to_the_second(self, moment: Instant) -> str:
        """`14:03:22`."""
        return f"{self.wall(moment):%H:%M:%S}"

    def moment(self, moment: Instant) -> str:
        """`14:03` today, else `21 Nov 14:03`, with the year where it is another one."""
        wall = self.wall(moment)
        if wall.date() == self.today:
            return f"{wall:%H:%M}"
        year = "" if wall.year == self.today.year else f" {wall.year}"
        return f"{day_month(wall.date())}{year} {wall:%H:%M}"

    def in_seconds(self, moment: Instant) -> str:
        """`Sat 21 Nov 2026 14:03:22`."""
        wall = self.wall(moment)
        return f"{full_day(wall.date())} {wall:%H:%M:%S}"

    def field(self, moment: Instant, *, is_exact: bool = False) -> str:
        """`21 Nov 2026 14:03`, as a form holds it; `is_exact` with its seconds."""
        wall = self.wall(moment)
        return f"{day_year(wall.date())} {wall:{'%H:%M:%S' if is_exact else '%H:%M'}}"

    def exactly(self, start: Instant, end: Instant) -> str:
        """`14:03:22 – 14:05:00`, with the date where it is not today, once where both are of one."""
        first, last = self.wall(start), self.wall(end)
        begin, until = (wall.time().isoformat("seconds") for wall in (first, last))
        dated = "" if first.date() == last.date() else self._dated(last)
        return f"{self._dated(first)}{begin} – {dated}{until}"

    def second(self, moment: Instant) -> str:
        """`14:03:22` today, else `21 Nov 14:03:22`."""
        wall = self.wall(moment)
        return f"{self._dated(wall)}{wall:%H:%M:%S}"

    def dated_second(self, moment: Instant) -> str:
        """`21 Nov 14:03:22`, today too, with the year where it is another one."""
        wall = self.wall(moment)
        year = "" if wall.year == self.today.year else f" {wall.year}"
        return f"{day_month(wall.date())}{year} {wall:%H:%M:%S}"

    def in_minutes(self, moment: Instant) -> str:
        """`Sat 21 Nov 2026 14:03`."""
        wall = self.wall(moment)
        return f"{full_day(wall.date())} {wall:%H:%M}"

    def span(self, start: Instant, end: Instant) -> str:
        """`Sat 21 Nov 2026 14:03 – 14:40`, with the second date where it is another one."""
        is_one_day = self.wall(start).date() == self.wall(end).date()
        return f"{self.in_minutes(start)} – {self.clock(end) if is_one_day else self.in_minutes(end)}"

    def _dated(self, wall: datetime) -> str:
        if wall.date() == self.today:
            return ""
        return day_month(wall.date()) + (" " if wall.year == self.today.year else f" {wall.year} ")

    def in_full(self, moment: Instant) -> str:
        """`Sat 21 Nov 2026 14:03, Europe/Berlin (UTC+1)`: for who reads it somewhere else or later."""
        return f"{self.in_minutes(moment)}, {self.zone_line()}"

    def zone_line(self, window: Span | None = None) -> str:
        """
        The zone and how far it is from UTC, now or in a window: `Europe/Berlin (UTC+1)`.

        Where the clocks are changed in the window: `Europe/Berlin (UTC+2, +1)`.
        """
        moments = (self.now,) if window is None else (window.start, max(window.start, window.end - 1))
        first, *others = dict.fromkeys(_offset(self.wall(moment)) for moment in moments)
        if [first, *others] == [self.zone]:
            return self.zone
        return (
            f"{self.zone} ({', '.join([first, *(other.removeprefix('UTC') or other for other in others)])})"
        )


def _offset(wall: datetime) -> str:
    minutes = int((wall.utcoffset() or timedelta()).total_seconds() // 60)
    hours, rest = divmod(abs(minutes), 60)
    if not minutes:
        return "UTC"
    return f"UTC{'−' if minutes < 0 else '+'}{hours}{f':{rest:02d}' if rest else ''}"
