"""How did the sessions of a window go on the whole (definitions 2.5)?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cached_property
from itertools import chain

import msgspec

from chargeboard.domain.figures.session_rows import Overview
from chargeboard.domain.records import Completed
from chargeboard.time.instants import HOUR, MINUTE, SECOND, Micros

_SHORT = 5 * MINUTE
_SMALL_WH = 1_000


class Ended(msgspec.Struct, frozen=True, dict=True):
    """Completed sessions, each sum of them made where it is asked for: the overview is made of it."""

    own: Completed = Completed()
    before: Ended | None = None
    """Others, whose sums are these."""

    def __len__(self) -> int:
        return len(self.own.ends) + (len(self.before) if self.before else 0)

    def and_also(self, more: Completed) -> Ended:
        """These and more sessions."""
        return Ended(more, self) if more.ends else self

    @cached_property
    def in_order(self) -> list[Micros]:
        """How long they lasted, the shortest first."""
        return sorted([*(self.before.in_order if self.before else ()), *self.own.durations])

    @cached_property
    def duration(self) -> Micros:
        """How long they lasted together."""
        return sum(self.own.durations, self.before.duration if self.before else 0)

    @cached_property
    def energy_unknown(self) -> int:
        """How many tell no energy."""
        return self.own.counted_wh.count(None) + (self.before.energy_unknown if self.before else 0)

    @property
    def with_energy(self) -> int:
        """How many tell it."""
        return len(self) - self.energy_unknown

    @cached_property
    def total_wh(self) -> float:
        """What they tell together."""
        return (self.before.total_wh if self.before else 0.0) + sum(
            [wh for wh in self.own.counted_wh if wh is not None]
        )

    @cached_property
    def metered(self) -> Micros:
        """How long the sessions lasted whose energy is known."""
        told = zip(self.own.durations, self.own.counted_wh, strict=True)
        own = sum([duration for duration, wh in told if wh is not None])
        return own + (self.before.metered if self.before else 0)

    @cached_property
    def short(self) -> int:
        """How many were a top-up or an interruption: under 5 minutes or 1 kWh (I16)."""
        told = zip(self.own.durations, self.own.counted_wh, strict=True)
        own = [1 for duration, wh in told if duration < _SHORT or (wh is not None and wh < _SMALL_WH)]
        return len(own) + (self.before.short if self.before else 0)


def together(some: Sequence[Completed]) -> Completed:
    """All of several, one after the other."""
    return Completed(
        list(chain.from_iterable(each.ends for each in some)),
        list(chain.from_iterable(each.durations for each in some)),
        list(chain.from_iterable(each.counted_wh for each in some)),
    )


def overview(
    ended: Ended,
    *,
    days: int,
    observed_days: int | None = None,
    first: date | None = None,
    end: date | None = None,
) -> Overview:
    """
    Totals and averages of completed sessions.

    Formula: sessions / days; mean duration; total energy / sessions whose energy is known. Of days of which
             nothing is known (`observed_days`, None: all are known) there is no number of sessions per day.
    Unit:    seconds, Wh, W; None where there is nothing to divide by.
    Source:  definitions 2.5.
    """
    durations, count = ended.in_order, len(ended)
    figures = summary(
        days=days,
        total_sessions=count,
        with_energy=ended.with_energy,
        total_wh=ended.total_wh,
        total_duration_s=ended.duration / SECOND,
    )
    figures.observed_days = observed_days
    if observed_days == 0 and not count:
        figures.sessions_per_day = None
    if durations:
        figures.median_duration_s = (durations[(count - 1) // 2] + durations[count // 2]) / 2 / SECOND
    figures.mean_power_w = ended.total_wh * HOUR / ended.metered if ended.metered else None
    figures.from_, figures.to = first, end
    figures.through = None if end is None else end - timedelta(days=1)
    return figures


def overview_of_days(known: Overview, sessions: Iterable[int | None], wh: Iterable[float | None]) -> Overview:
    """
    The same where sessions of the window are no longer kept: totals are sums of its days, averages not known.

    Unit:    Wh; energy is that delivered on the days.
    """
    total = sum(count or 0 for count in sessions)
    return Overview(
        days=known.days,
        total_sessions=total,
        sessions_per_day=total / known.days if known.days else None,
        avg_duration_s=None,
        median_duration_s=None,
        avg_consumption_wh=None,
        total_consumption_wh=sum(energy or 0.0 for energy in wh),
        mean_power_w=None,
        from_=known.from_,
        to=known.to,
        through=known.through,
    )


def summary(
    *, days: int, total_sessions: int, with_energy: int, total_wh: float, total_duration_s: float
) -> Overview:
    """The averages that follow from totals; averages are never averages of averages."""
    return Overview(
        days=days,
        total_sessions=total_sessions,
        sessions_per_day=total_sessions / days if days else None,
        avg_duration_s=total_duration_s / total_sessions if total_sessions else None,
        median_duration_s=None,
        avg_consumption_wh=total_wh / with_energy if with_energy else None,
        total_consumption_wh=total_wh,
        mean_power_w=None,
        energy_unknown=total_sessions - with_energy,
    )
