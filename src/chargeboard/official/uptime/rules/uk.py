"""
SI 2023/1168 regulation 7 by the formula of operators' template, for a network of 50 kW and more.

(M - downtime - exempt) / (M - exempt): unknown time (offline too, which OCPI 2.2.1 calls unknown) and time
that was declared blocked are exempt, and only opening hours are measured. Planned maintenance does not
excuse. A car that is left plugged in (`finishing`) is up here; `uk_blocked` reads it as blocked.
"""

from datetime import date

from chargeboard.domain.codes import ExclusionKind
from chargeboard.official.uptime.rule import Count, Measured, UptimeRule
from chargeboard.official.uptime.states import by_state

RULE = UptimeRule(
    code="uk",
    counts=by_state(faulted=Count.DOWN, unavailable=Count.DOWN, offline=Count.EXEMPT, unknown=Count.EXEMPT),
    exempts=frozenset({ExclusionKind.BLOCKED}),
    when_closed=Count.EXEMPT,
    target_pct=99,
    least_kw=50,
    of=Measured.NETWORK,
    address="https://www.legislation.gov.uk/uksi/2023/1168/part/3/made",
    read_on=date(2026, 11, 28),
)
