"""How did the sessions of a window go on the whole (definitions 2.5)?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from functools import cached_property

import msgspec

from chargeboard.domain.figures.board import Overview
from chargeboard.time.instants import HOUR, MINUTE, SECOND, Instant, Micros

_SHORT = 5 * MINUTE
_SMALL_WH = 1_000


class Completed(msgspec.Struct, frozen=True, gc=False):
    """A completed session, as far as sums take it."""

    end: Instant
    duration: Micros
    energy_wh: float | None
    """None: it is not known, or not wanted in sums."""


class Ended(msgspec.Struct, frozen=True, dict=True):
    """Completed sessions, summed up: what the overview's figures are made of."""

    durations: list[Micros] = []
    """Of some of them in order, and then of others."""
    with_energy: int = 0
    total_wh: float = 0.0
    metered: Micros = 0
    """How long the sessions lasted whose energy is known."""
    short: int = 0
    """How many were a top-up or an interruption: under 5 minutes or 1 kWh (I16)."""

    @property
    def energy_unknown(self) -> int:
        """How many tell no energy."""
        return len(self.durations) - self.with_energy

    @cached_property
    def in_order(self) -> list[Micros]:
        """How long they lasted, the shortest first."""
        return sorted(self.durations)

    @cached_property
    def duration(self) -> Micros:
        """How long they lasted together."""
        return sum(self.durations)

    def and_also(self, more: Sequence[Completed]) -> Ended:
        """These and more sessions."""
        if not more:
            return self
        energies = [session.energy_wh for session in more if session.energy_wh is not None]
        metered = [session.duration for session in more if session.energy_wh is not None]
        short = [
            session
            for session in more
            if session.duration < _SHORT or (session.energy_wh is not None and session.energy_wh < _SMALL_WH)
        ]
        return Ended(
            [*self.durations, *sorted([session.duration for session in more])],
            self.with_energy + len(energies),
            self.total_wh + sum(energies),
            self.metered + sum(metered),
            self.short + len(short),
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
    durations, count = ended.in_order, len(ended.durations)
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
