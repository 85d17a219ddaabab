"""
How does a register's rise become energy, and how much of it had flowed by an instant (definitions S3, 2.4)?

A register is a claim, not a truth: it may glitch, start again or roll over.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from decimal import Decimal
from operator import attrgetter, le

from chargeboard.domain.codes import SessionFlag
from chargeboard.domain.conclusions import Reading
from chargeboard.domain.facts import Register
from chargeboard.domain.policy import Policy
from chargeboard.metrics.sessions.plausibility import is_plausible
from chargeboard.time.instants import Instant, Micros

_AT = attrgetter("at")
_ZERO = Decimal(0)
JITTER_WH = Decimal(10)
_JITTER = Decimal("0.01")
"""How far a register may fall without having started again: so many Wh, or such a share of what it showed."""
_ROLLS = tuple(
    sorted([Decimal(2**16), Decimal(2**31), Decimal(2**32), *(Decimal(10) ** n for n in range(4, 13))])
)


def accumulated(
    walk: Sequence[Register], flags: set[SessionFlag], policy: Policy, then_wh: Decimal = _ZERO
) -> list[Reading]:
    """
    The accumulated increase behind each accepted register; the first stands at 0.

    `walk` is by time and not empty; `then_wh` is what the register showed afterwards.
    """
    whs = [register.wh for register in walk]
    if all(map(le, whs, whs[1:])):
        begin = whs[0]
        return [Reading(walk[0].at, _ZERO), *[Reading(one.at, one.wh - begin) for one in walk[1:]]]
    highest_later = _highest_later(walk, then_wh)
    total, previous, previous_at = _ZERO, walk[0].wh, walk[0].at
    readings = [Reading(walk[0].at, _ZERO)]
    for index in range(1, len(walk)):
        at, value = walk[index].at, walk[index].wh
        if value >= previous:
            total += value - previous
        else:
            if highest_later[index + 1] >= previous:
                flags.add(SessionFlag.METER_GLITCH)
                continue
            gained = _after_drop(previous, value, at - previous_at, flags, policy)
            if gained is None:
                continue
            total += gained
        previous, previous_at = value, at
        readings.append(Reading(at, total))
    return readings


def summed(start: Instant, end: Instant | None, intervals: Sequence[Register]) -> list[Reading]:
    """Where there is no register: the sum of interval values."""
    total = _ZERO
    readings = [Reading(start, _ZERO)]
    for interval in intervals:
        total += max(_ZERO, interval.wh)
        readings.append(Reading(interval.at, total))
    return between(start, end, readings)


def between(start: Instant, end: Instant | None, readings: list[Reading]) -> list[Reading]:
    """The readings from the session's start on, and to its end."""
    if readings[0].at > start:
        readings.insert(0, Reading(start, _ZERO))
    if end is not None and readings[-1].at < end:
        readings.append(Reading(end, readings[-1].energy_wh))
    return readings


def energy_at(readings: Sequence[Reading], instant: Instant) -> Decimal:
    """Energy delivered by an instant: linear in time between accepted readings (2.4)."""
    if not readings or instant <= readings[0].at:
        return _ZERO
    last = readings[-1]
    if instant >= last.at:
        return last.energy_wh
    behind = bisect_right(readings, instant, key=_AT)
    before, after = readings[behind - 1], readings[behind]
    share = Decimal(instant - before.at) / Decimal(after.at - before.at)
    return before.energy_wh + (after.energy_wh - before.energy_wh) * share


def rolled_over(previous: Decimal, value: Decimal, elapsed: Micros, policy: Policy) -> Decimal | None:
    """What flowed if the register began anew from its largest number; None: it did not."""
    for size in _ROLLS:
        if size * 99 / 100 < previous <= size:
            wrapped = size - previous + value
            if is_plausible(wrapped, elapsed, policy):
                return wrapped
    return None


def _after_drop(
    previous: Decimal, value: Decimal, elapsed: Micros, flags: set[SessionFlag], policy: Policy
) -> Decimal | None:
    """What a register that fell and stayed low has counted since; None: the low value is not believed."""
    if previous - value <= max(JITTER_WH, _JITTER * previous) and value > 0:
        return None
    rolled = rolled_over(previous, value, elapsed, policy)
    if rolled is not None:
        flags.add(SessionFlag.ROLLOVER)
        return rolled
    if value > 0 and not is_plausible(value, elapsed, policy):
        flags.add(SessionFlag.METER_GLITCH)
        return None
    flags.add(SessionFlag.METER_RESET)
    return value


def _highest_later(walk: Sequence[Register], then_wh: Decimal) -> list[Decimal]:
    """The highest value from each place on, and behind the last."""
    highest = [*(register.wh for register in walk), then_wh]
    for index in range(len(walk) - 1, -1, -1):
        highest[index] = max(highest[index], highest[index + 1])
    return highest
