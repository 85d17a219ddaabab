"""
California's reliability standards: 97 % for each port, by NEVI's outage, with excuses that end.

Vandalism excuses ten days of an incident, planned maintenance 72 hours of a year; loss of the grid and
natural disasters excuse without end. The text of the formula was not seen: that unwatched time counts as up
is taken over from the federal rule, that a year is a calendar year is our reading.
"""

from datetime import date

from chargeboard.domain.codes import ExclusionKind
from chargeboard.official.uptime.rule import NO_CAP, Cap, Count, UptimeRule
from chargeboard.official.uptime.states import by_state
from chargeboard.time.instants import HOUR

RULE = UptimeRule(
    code="california",
    version=2,
    counts=by_state(faulted=Count.DOWN, unavailable=Count.DOWN, offline=Count.DOWN, unknown=Count.UNWATCHED),
    excuses={
        ExclusionKind.UTILITY_INTERRUPTION: NO_CAP,
        ExclusionKind.NATURAL_DISASTER: NO_CAP,
        ExclusionKind.VANDALISM: Cap(of_incident=10 * 24 * HOUR),
        ExclusionKind.PLANNED_MAINTENANCE: Cap(of_year=72 * HOUR),
    },
    when_closed=Count.EXCLUDED,
    target_pct=97,
    address="https://www.energy.ca.gov/programs-and-topics/programs/clean-transportation-program/"
    "ev-charger-data-and-reliability-1",
    read_on=date(2026, 11, 28),
)
