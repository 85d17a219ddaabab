"""
The uptime of the charger's page: what was not known is in no figure (definitions 2.8).

Every declared window excuses an outage; outside opening hours nothing counts.
"""

from datetime import date

from chargeboard.domain.codes import ExclusionKind
from chargeboard.official.uptime.rule import NO_CAP, Count, UptimeRule
from chargeboard.official.uptime.states import by_state

RULE = UptimeRule(
    code="ours",
    counts=by_state(faulted=Count.DOWN, unavailable=Count.DOWN, offline=Count.DOWN, unknown=Count.EXEMPT),
    excuses=dict.fromkeys(ExclusionKind, NO_CAP),
    when_closed=Count.EXEMPT,
    address=None,
    read_on=date(2026, 11, 29),
)
