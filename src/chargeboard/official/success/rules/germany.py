"""
Germany's Charging Success Rate (NOW / P3, 2026), in our reading.

Attempts whose energy supply started and that ended by a valid stop, of all attempts from authentication on.
The report was not seen: how it treats a driver who gives up, or a card that is rejected, is our reading.
"""

from datetime import date

from chargeboard.official.success.attempts import has_power, is_authenticated, judging
from chargeboard.official.success.rule import Of, SuccessRule

RULES = (
    SuccessRule(
        code="germany",
        of=Of.ATTEMPTS,
        judge=judging(
            lambda one: is_authenticated(one) and one.end is not None,
            lambda one: has_power(one) and one.ended_well,
        ),
        address="https://www.now-gmbh.de/en/?p=64117",
        read_on=date(2026, 11, 28),
    ),
)
