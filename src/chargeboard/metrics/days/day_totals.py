"""What does a complete local day add to sums over many days?"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from chargeboard.domain.conclusions import OUTAGE, DayFigures
from chargeboard.domain.policy import Policy
from chargeboard.domain.totals import MICRO, DayTotals, Totals
from chargeboard.metrics.attempts.success import success_day
from chargeboard.metrics.days.utilization import available, in_use


def totals_of(figures: DayFigures, errors: int, policy: Policy) -> Totals:
    """
    A day's figures as numbers that add up, by the rules of its panels.

    `errors`: how many began on it.
    Source: definitions 2.2-2.4, 2.8.
    """
    success = success_day(figures.outcomes, policy)
    is_rated = figures.is_contact_known
    timed = figures.observed - figures.held_in(("unknown",)) if is_rated else 0
    return Totals(
        days=int(figures.known > 0),
        attempts=success.attempts,
        successes=success.successes,
        sessions=figures.sessions,
        energy_uwh=micro_wh(figures.energy_wh),
        in_use_us=in_use(figures, policy),
        available_us=available(figures, policy),
        up_us=timed - figures.held_in(OUTAGE) + sum(figures.excluded.values()) if is_rated else 0,
        timed_us=timed,
        errors=errors,
        unsettled=int(figures.seemed is not None),
    )


def micro_wh(energy_wh: Decimal) -> int:
    """Energy in millionths of a Wh, which add up exactly."""
    return int((energy_wh * MICRO).to_integral_value(ROUND_HALF_UP))


def totals_on(figures: DayFigures, errors: int, policy: Policy) -> DayTotals:
    """Those of a day with its date; nothing of one of which nothing is known."""
    return DayTotals(figures.on, Totals() if figures.is_blank else totals_of(figures, errors, policy))
