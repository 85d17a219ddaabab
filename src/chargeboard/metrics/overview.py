"""How did the sessions of a window go on the whole (definitions 2.5)?"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from statistics import median

from chargeboard.domain.board import Overview
from chargeboard.domain.instants import HOUR, SECOND, Micros


def overview(
    ended: Sequence[tuple[Micros, float | None]],
    *,
    days: int,
    first: date | None = None,
    end: date | None = None,
) -> Overview:
    """
    Totals and averages of completed sessions: `ended` holds (duration, energy in Wh or None) of each.

    Formula: sessions / days; mean duration; total energy / sessions whose energy is known.
    Unit:    seconds, Wh, W; None where there is nothing to divide by.
    Source:  definitions 2.5.
    """
    durations = [duration for duration, _ in ended]
    metered = [(duration, energy) for duration, energy in ended if energy is not None]
    metered_time, total_wh = sum([duration for duration, _ in metered]), sum([wh for _, wh in metered])
    figures = summary(
        days=days,
        total_sessions=len(ended),
        with_energy=len(metered),
        total_wh=total_wh,
        total_duration_s=sum(durations) / SECOND,
    )
    figures.median_duration_s = median(durations) / SECOND if durations else None
    figures.mean_power_w = total_wh * HOUR / metered_time if metered_time else None
    figures.from_, figures.to = first, end
    return figures


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
