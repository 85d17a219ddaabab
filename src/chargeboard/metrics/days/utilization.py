"""How much of the time were the sockets in use (definitions 2.2)?"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from chargeboard.domain.conclusions import OUTAGE, DayFigures
from chargeboard.domain.figures.day_rows import Headline, UtilizationDay
from chargeboard.domain.policy import Policy
from chargeboard.time.instants import HOUR, Micros, seconds_of

_BASIS = {
    "session": ("charging", "suspended"),
    "charging": ("charging",),
    "occupied": ("charging", "suspended", "preparing", "finishing"),
}
INCOMPLETE_BELOW_PCT = 90


def in_use(figures: DayFigures, policy: Policy) -> Micros:
    """Time in the states of the basis, summed over sockets."""
    return figures.held_in(_BASIS[policy.utilization_basis])


def available(figures: DayFigures, policy: Policy) -> Micros:
    """Observed time, summed over sockets; by the operative denominator without outages."""
    if policy.utilization_denominator == "operative":
        return figures.observed - figures.held_in(OUTAGE)
    return figures.observed


def ratio_pct(part: float, whole: float) -> float | None:
    """A share in percent; None of nothing."""
    return 100 * part / whole if whole else None


def coverage_pct(days: Iterable[DayFigures]) -> float | None:
    """How much of the observed time is known."""
    figures = list(days)
    return ratio_pct(sum([day.known for day in figures]), sum([day.observed for day in figures]))


def utilization_day(figures: DayFigures, *, today: date, policy: Policy) -> UtilizationDay:
    """
    One day's utilization.

    Formula: in_use / available, both summed over sockets, of the observed part of the day.
    Unit:    percent; None where nothing was observed.
    Source:  definitions 2.2.
    """
    used, whole = in_use(figures, policy), available(figures, policy)
    coverage = coverage_pct([figures])
    return UtilizationDay(
        date=figures.on,
        in_use_s=seconds_of(used),
        available_s=seconds_of(whole),
        pct=ratio_pct(used, whole),
        coverage_pct=coverage,
        partial=figures.on >= today,
        incomplete=coverage is not None and coverage < INCOMPLETE_BELOW_PCT,
        revised=figures.revised,
        charging_s=seconds_of(figures.held_in(("charging",))),
        suspended_s=seconds_of(figures.held_in(("suspended",))),
        occupied_s=seconds_of(figures.held_in(_BASIS["occupied"])),
        capacity_factor_pct=_capacity_factor_pct(figures, policy),
    )


def utilization_headline(days: Sequence[DayFigures], policy: Policy) -> Headline:
    """The ratio of sums over complete days, never the mean of percentages; None where nothing is known."""
    used = sum(in_use(figures, policy) for figures in days)
    whole = sum(available(figures, policy) for figures in days)
    observed = sum(1 for figures in days if figures.known)
    return Headline(
        numerator=seconds_of(used),
        denominator=seconds_of(whole),
        pct=ratio_pct(used, whole) if observed or used else None,
        days=sum(1 for figures in days if figures.states),
        coverage_pct=coverage_pct(days),
        observed_days=observed,
    )


def _capacity_factor_pct(figures: DayFigures, policy: Policy) -> float | None:
    """Energy against rated power times the observed hours of the charger."""
    hours = max((sum(states.values()) for states in figures.states.values()), default=0) / HOUR
    if not policy.rated_kw or not hours:
        return None
    return 100 * float(figures.energy_wh) / (policy.rated_kw * 1000 * hours)
