"""Phase: nobody looks. What does a fleet take that lives?"""

from __future__ import annotations

import time
from collections.abc import Iterator
from math import sqrt

from bench.figure import Figure, at_most, shown
from bench.system.stand import Plan, Stand
from bench.system.window import Used, Window

_CORES = 0.15
_DAY_S = 86_400
_LOOK_EVERY_S = 10.0
_LESS = 0.8
"""Who takes less than so much of what it took before is coming to rest."""
_WORKS_OFF = 0.5
"""Cores of who has much to do still."""
_AS_RECKONED, _DEVIATIONS = 1.1, 3
"""So many times the calls of the formula, and so many standard deviations, are no more than usual."""


def figures(stand: Stand) -> Iterator[Figure]:
    """Processor of all processes of `serve`, pings included, and of the fleet, which runs beside it."""
    waited_s = _come_to_rest(stand)
    window = Window(stand.served, stand.chargers)
    time.sleep(stand.plan.quiet_s)
    used = stand.found.quiet = window.close()
    yield from _of(stand, used, waited_s)
    yield used.wait(
        50.0,
        Figure(
            name="an answer, p99, nobody looks",
            value=1000 * used.tally.wait_s(0.99),
            unit="ms",
            note=f"p50 {shown(1000 * used.tally.wait_s(0.5))} ms, at the chargers",
        ),
    )


def _come_to_rest(stand: Stand) -> float:
    """
    Seconds until what the boots have brought is done, lines of the list too.

    The fleet speaks as often as it always does, and what that takes gets no less any more.
    """
    begin, before = time.monotonic(), float("inf")
    while time.monotonic() - begin < stand.plan.patience_s:
        window = Window(stand.served, stand.chargers)
        time.sleep(min(_LOOK_EVERY_S, stand.plan.quiet_s))
        used = window.close()
        if _is_usual(stand.plan, used) and _LESS * before < used.cores < _WORKS_OFF:
            break
        before = used.cores
    return time.monotonic() - begin


def _is_usual(plan: Plan, used: Used) -> bool:
    """Whether about as many calls came as the mix has them come in the long run."""
    reckoned = plan.chargers * plan.speed * plan.mix.calls_s * used.seconds
    return used.tally.frames <= _AS_RECKONED * reckoned + _DEVIATIONS * sqrt(reckoned)


def _of(stand: Stand, used: Used, waited_s: float) -> Iterator[Figure]:
    calls_s = used.tally.frames / used.seconds
    yield at_most(
        _CORES,
        Figure(
            name=f"{stand.plan.chargers:,} chargers, nobody looks",
            value=used.cores,
            unit="cores",
            note=f"{used.by_process}; the chargers themselves took {used.fleet_cores:.2f} cores beside it; "
            f"measured {waited_s:.0f} s after the last had booted",
        ),
    )
    yield Figure(
        name="calls a second",
        value=calls_s,
        unit="calls/s",
        note=f"{2 * _DAY_S * calls_s:,.0f} frames a day, answers included",
    )
    yield Figure(
        name="processor of a call",
        value=1e6 * sum(used.served.values()) / max(1, used.tally.answers),
        unit="us",
        note="all of serve over all calls, pings included",
    )
