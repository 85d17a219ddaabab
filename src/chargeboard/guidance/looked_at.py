"""
What do the rules look at?

The board, and beyond it the last weeks of one charger, with the few sums that several rules share.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, timedelta
from functools import cached_property
from statistics import median
from typing import Any, TypeAlias, TypeVar

import msgspec

from chargeboard.domain.conclusions import (
    IN_USE,
    OUTAGE,
    Attempt,
    AttemptInBrief,
    DayFigures,
    Episode,
    Gap,
    Session,
    State,
)
from chargeboard.domain.figures.board import Board
from chargeboard.domain.figures.fleet_protocol import SideTroubles
from chargeboard.domain.figures.fleet_span import Worse
from chargeboard.domain.figures.protocol import CloseRhythm
from chargeboard.domain.policy import Basis
from chargeboard.metrics.sessions.overview import Ended
from chargeboard.time.days import day_of
from chargeboard.time.instants import Instant
from chargeboard.time.series import Series
from chargeboard.time.spans import Span

_T = TypeVar("_T")
Tried: TypeAlias = Attempt | AttemptInBrief
Keep: TypeAlias = Callable[[object, Callable[[], Any]], Any]

MUCH_DOWNTIME = 0.2
"""So large a share of the time explains what is low."""
OCCUPIED = IN_USE | {"preparing", "finishing"}
_BASES: dict[Basis, frozenset[str]] = {
    "session": IN_USE,
    "charging": frozenset({"charging"}),
    "occupied": OCCUPIED,
}


def _anew(_: object, make: Callable[[], _T]) -> _T:
    return make()


class LookedAt(msgspec.Struct, frozen=True, kw_only=True, dict=True):
    """
    One charger as far as guidance needs it, each list by time.

    `days` are the last 60 or so local days; `attempts` those of the last 7 complete days and today;
    `states` of each socket reach over the last 24 hours; `sessions` are the open ones, `ended` sums up the
    completed sessions of the last 30 days.
    """

    board: Board
    now: Instant
    zone: str
    window: tuple[date, date] | None = None
    """Local dates that were asked for and have passed: guidance is about them, and `now` is their end."""
    days: Sequence[DayFigures] = ()
    attempts: Sequence[Tried] = ()
    states: Mapping[int, Series[State]] = {}
    sessions: Sequence[Session] = ()
    ended: Ended = Ended()
    has_all_ended: bool = True
    """Whether all of those are kept; else `ended` is empty."""
    gaps: Sequence[Gap] = ()
    episodes: Sequence[Episode] = ()
    worse: Sequence[Worse] = ()
    """Firmware with which chargers of a model do worse than with others."""
    opened: Sequence[Instant] = ()
    """When the link came up, short breaks included; the latest ones."""
    troubles: Sequence[SideTroubles] = ()
    """What lies at the door of each side of its conversation, in the seven complete days before today."""
    rhythms: Sequence[CloseRhythm] = ()
    """With which its connections ended in them."""
    unaccounted_wh: float | None = None
    """Energy that registers gained between the sessions of the window (I21)."""
    keep: Keep = _anew
    """Keeps what follows from complete days alone, from look to look."""
    ahead: list[Instant] = []
    """Instants that the rule which is asked asked for, and that are still to come."""

    def once(self, what: object, make: Callable[[], _T]) -> _T:
        """What follows from complete days alone."""
        made: _T = self.keep(what, make)
        return made

    def has_come(self, at: Instant) -> bool:
        """Whether it is that late; what the rule says holds until then at most."""
        if at <= self.now:
            return True
        self.ahead.append(at)
        return False

    def is_inside(self, span: Span) -> bool:
        """Whether now is in a span; what the rule says holds to its edges at most."""
        return self.has_come(span.start) and not self.has_come(span.end)

    @cached_property
    def today(self) -> date:
        """The local date of now."""
        return day_of(self.now, self.zone)

    @cached_property
    def week(self) -> list[DayFigures]:
        """The last seven complete days with any observation, or those of the window; oldest first."""
        return self.complete(7)

    @cached_property
    def _by_date(self) -> dict[date, DayFigures]:
        return {day.on: day for day in self.days if day.held}

    @property
    def sessions_wh(self) -> float:
        """What completed sessions took; where not all of them are kept, what was delivered on their days."""
        if self.has_all_ended:
            return self.ended.total_wh
        return sum(wh or 0.0 for wh in self.board.energy_per_day_wh.values())

    @property
    def lists_errors(self) -> bool:
        """Whether the list of errors is that of the days that are looked at."""
        return not self.window or self.board.errors_window == self.board.window

    def complete(self, number: int) -> list[DayFigures]:
        """The last complete days with any observation, or those of the window; oldest first."""
        first, end = self.window or (self.today - timedelta(days=number), self.today)
        return [day for on, day in self._by_date.items() if first <= on < end]

    def same_weekday_before(self, on: date) -> list[DayFigures]:
        """The days of that weekday in the four weeks before."""
        known = (self._by_date.get(on - timedelta(weeks=weeks)) for weeks in (1, 2, 3, 4))
        return [day for day in known if day is not None]


def time_in(day: DayFigures, states: Collection[str] | None = None) -> int:
    """Microseconds of the day in those states, summed over the sockets; without states: all observed."""
    return day.observed if states is None else day.held_in(states)


def is_known(day: DayFigures) -> bool:
    """Whether anything is known of the day: what was not heard is not low (T7)."""
    return day.known > 0


def share_of(day: DayFigures, states: Collection[str]) -> float:
    """That time as a share of the observed time, 0 to 1."""
    return time_in(day, states) / (time_in(day) or 1)


def downtime_of(day: DayFigures) -> float:
    """The share of the day that was offline, faulted or unavailable, 0 to 1."""
    return share_of(day, OUTAGE)


def in_use_of(day: DayFigures, basis: Basis) -> float:
    """Utilization of the day in percent, against calendar time."""
    return 100 * share_of(day, _BASES[basis])


def usual(values: Sequence[float]) -> float | None:
    """The median, or None where fewer than three weeks tell."""
    return median(values) if len(values) >= 3 else None
