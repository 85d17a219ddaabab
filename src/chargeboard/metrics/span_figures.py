"""What do sums over days come to as figures?"""

from __future__ import annotations

from chargeboard.domain.figures.fleet_span import SpanFigures
from chargeboard.domain.totals import Totals
from chargeboard.metrics.days.utilization import ratio_pct
from chargeboard.time.instants import seconds_of

PER = 1_000
"""Errors are told per so many sessions."""


def span_figures(totals: Totals) -> SpanFigures:
    """
    Ratios of sums.

    Unit:   percent, seconds and Wh; None over nothing.
    Source: definitions 2.2-2.4, 2.7, 2.8.
    """
    return SpanFigures(
        days=totals.days,
        attempts=totals.attempts,
        successes=totals.successes,
        success_pct=ratio_pct(totals.successes, totals.attempts),
        sessions=totals.sessions,
        energy_wh=totals.energy_wh,
        in_use_s=seconds_of(totals.in_use_us),
        available_s=seconds_of(totals.available_us),
        utilization_pct=ratio_pct(totals.in_use_us, totals.available_us) if totals.days else None,
        up_s=seconds_of(totals.up_us),
        timed_s=seconds_of(totals.timed_us),
        uptime_pct=ratio_pct(totals.up_us, totals.timed_us),
        errors=totals.errors,
        errors_per_1000=PER * totals.errors / totals.sessions if totals.sessions else None,
        unsettled_days=totals.unsettled,
    )
