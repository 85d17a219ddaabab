"""Does a register count kWh although it says Wh (Q20)?"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from operator import add, mul, sub

from chargeboard.domain.facts import Sampled
from chargeboard.time.instants import HOUR, MINUTE

_AT_LEAST = 10 * MINUTE
_FACTOR = 1000
_NEAR = 0.2


def counts_kwh_as_wh(samples: Sequence[Sampled]) -> bool:
    """
    Whether the register rose by about a thousandth of what the reported power delivered.

    Formula: register increase / integral of power over the same time, within 20 % of 1/1000, over 10 minutes
             or more. It is proposed to the operator and never applied by itself.
    Source:  definitions 4, Q20.
    """
    both = [sample for sample in samples if sample.register_wh is not None and sample.power_w is not None]
    if len(both) < 2 or both[-1].at - both[0].at < _AT_LEAST:
        return False
    rose = (both[-1].register_wh or Decimal(0)) - (both[0].register_wh or Decimal(0))
    powers = [sample.power_w or 0 for sample in both]
    if float(rose) * _FACTOR > (1 + 2 * _NEAR) * max(powers) * (both[-1].at - both[0].at) / HOUR:
        return False  # whatever the power was meanwhile, and so it is at nearly every charger
    ats = [sample.at for sample in both]
    # half the sum of both powers, for as long as is between them
    by_power_wh: float = sum(map(mul, map(add, powers, powers[1:]), map(sub, ats[1:], ats))) / 2 / HOUR
    return by_power_wh > 0 and abs(float(rose) * _FACTOR / by_power_wh - 1) <= _NEAR
