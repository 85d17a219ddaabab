"""
23 CFR 680.116(b): ((525,600 - (outage - excluded)) / 525,600) x 100 over twelve months, for each port.

An outage is faulted, unavailable or offline; proven charging without contact is up. What nobody watched
counts as up and is told beside it. A window shorter than a year is divided by its own minutes. Excluded:
scheduled maintenance, utility interruption, vandalism, natural disaster, a fault of the vehicle, and what
falls outside the hours of operation.
"""

from datetime import date

from chargeboard.domain.codes import ExclusionKind
from chargeboard.official.uptime.rule import NO_CAP, Count, UptimeRule
from chargeboard.official.uptime.states import by_state
from chargeboard.time.instants import MINUTE

RULE = UptimeRule(
    code="nevi",
    counts=by_state(faulted=Count.DOWN, unavailable=Count.DOWN, offline=Count.DOWN, unknown=Count.UNWATCHED),
    excuses=dict.fromkeys(
        (
            ExclusionKind.PLANNED_MAINTENANCE,
            ExclusionKind.UTILITY_INTERRUPTION,
            ExclusionKind.VANDALISM,
            ExclusionKind.NATURAL_DISASTER,
            ExclusionKind.VEHICLE,
            ExclusionKind.OUTSIDE_OPENING_HOURS,
        ),
        NO_CAP,
    ),
    when_closed=Count.EXCLUDED,
    year=525_600 * MINUTE,
    target_pct=97,
    address="https://www.ecfr.gov/current/title-23/section-680.116",
    read_on=date(2026, 11, 28),
)
