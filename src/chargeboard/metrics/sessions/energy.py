"""
How much energy flowed, and when (definitions S3)?

A register is a claim, not a truth: it may glitch, start again, roll over, or count from the session's start.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

import msgspec

from chargeboard.domain.conclusions import Reading
from chargeboard.domain.instants import HOUR, Instant
from chargeboard.domain.policy import Policy

_ZERO = Decimal(0)
_UNRATED_W = 1_000_000
_JITTER_WH = Decimal(10)
_ROLLS = tuple(
    sorted([Decimal(2**16), Decimal(2**31), Decimal(2**32), *(Decimal(10) ** n for n in range(4, 13))])
)


class Register(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What the register said at an instant."""

    at: Instant
    wh: Decimal


class Metered(msgspec.Struct, frozen=True):
    """Accepted readings from 0 on, the total (None: unknown) and what had to be forgiven."""

    readings: tuple[Reading, ...]
    energy_wh: Decimal | None
    flags: tuple[str, ...] = ()


def plausible_w(policy: Policy) -> float:
    """The mean power above which energy is not believed."""
    return 1250 * policy.rated_kw if policy.rated_kw else _UNRATED_W


def metered(
    start: Instant,
    end: Instant | None,
    begin_wh: Decimal | None,
    samples: Sequence[Register],
    stop_wh: Decimal | None,
    policy: Policy,
) -> Metered:
    """
    The accumulated increase of a session's register from start to end.

    `samples` are by time, inside the session. `end` None: still open, then the last sample is the latest.
    """
    flags: set[str] = set()
    walk = list(samples)
    if begin_wh is not None and walk and _is_relative(begin_wh, walk, stop_wh):
        flags.add("session_relative_register")
        walk = [Register(sample.at, sample.wh + begin_wh) for sample in walk]
    if stop_wh is not None and end is not None:
        used = not (stop_wh == 0 and any(sample.wh > 0 for sample in walk))
        if used:
            walk.append(Register(end, stop_wh))
    if begin_wh is not None:
        walk.insert(0, Register(start, begin_wh))
    if not walk:
        return Metered((), None, ())
    only_ends = begin_wh is not None and stop_wh is not None and not samples
    if only_ends and stop_wh is not None and begin_wh is not None and stop_wh < begin_wh:
        rolled = _rolled_over(begin_wh, stop_wh, walk[-1].at - start, policy)
        if rolled is None:
            return Metered((), None, ())
        readings = (Reading(start, _ZERO), Reading(walk[-1].at, rolled))
        return Metered(readings, rolled, ("rollover",))
    readings_list = _accumulate(walk, flags, policy)
    total = readings_list[-1].energy_wh
    if len(walk) == 1 and end is not None:
        return Metered((), None, tuple(sorted(flags)))
    if readings_list[0].at > start:
        readings_list.insert(0, Reading(start, _ZERO))
    if end is not None and readings_list[-1].at < end:
        readings_list.append(Reading(end, total))
    return Metered(tuple(readings_list), total, tuple(sorted(flags)))


def summed(start: Instant, end: Instant | None, intervals: Sequence[Register]) -> Metered:
    """Where there is no register: the sum of interval values."""
    total = _ZERO
    readings = [Reading(start, _ZERO)]
    for interval in intervals:
        total += max(_ZERO, interval.wh)
        readings.append(Reading(interval.at, total))
    if end is not None and readings[-1].at < end:
        readings.append(Reading(end, total))
    return Metered(tuple(readings), total)


def energy_at(readings: Sequence[Reading], instant: Instant) -> Decimal:
    """Energy delivered by an instant: linear in time between accepted readings (2.4)."""
    if not readings or instant <= readings[0].at:
        return _ZERO
    last = readings[-1]
    if instant >= last.at:
        return last.energy_wh
    low, high = 0, len(readings) - 1
    while high - low > 1:
        middle = (low + high) // 2
        if readings[middle].at <= instant:
            low = middle
        else:
            high = middle
    before, after = readings[low], readings[high]
    if after.at == before.at:
        return after.energy_wh
    share = Decimal(instant - before.at) / Decimal(after.at - before.at)
    return before.energy_wh + (after.energy_wh - before.energy_wh) * share


def _is_relative(begin_wh: Decimal, samples: Sequence[Register], stop_wh: Decimal | None) -> bool:
    """Samples that count from the session's start while the start register is the meter's life (Q16)."""
    if stop_wh is not None and stop_wh < begin_wh:
        return False
    values = [sample.wh for sample in samples]
    return max(values) < begin_wh and all(low <= high for low, high in pairwise(values))


def _accumulate(walk: Sequence[Register], flags: set[str], policy: Policy) -> list[Reading]:
    highest_later = _highest_later(walk)
    total, previous, previous_at = _ZERO, walk[0].wh, walk[0].at
    readings = [Reading(walk[0].at, _ZERO)]
    for index in range(1, len(walk)):
        at, value = walk[index].at, walk[index].wh
        if value >= previous:
            total += value - previous
        else:
            if index + 1 < len(walk) and highest_later[index + 1] >= previous:
                flags.add("meter_glitch")
                continue
            gained = _after_drop(previous, value, at - previous_at, flags, policy)
            if gained is None:
                continue
            total += gained
        previous, previous_at = value, at
        readings.append(Reading(at, total))
    return readings


def _after_drop(
    previous: Decimal, value: Decimal, elapsed: int, flags: set[str], policy: Policy
) -> Decimal | None:
    """What a register that fell and stayed low has counted since; None: the low value is not believed."""
    if previous - value <= _JITTER_WH and value > 0:
        return None
    rolled = _rolled_over(previous, value, elapsed, policy)
    if rolled is not None:
        flags.add("rollover")
        return rolled
    if value > 0 and not _is_plausible(value, elapsed, policy):
        flags.add("meter_glitch")
        return None
    flags.add("meter_reset")
    return value


def _rolled_over(previous: Decimal, value: Decimal, elapsed: int, policy: Policy) -> Decimal | None:
    for size in _ROLLS:
        if size * 99 / 100 < previous <= size:
            wrapped = size - previous + value
            if _is_plausible(wrapped, elapsed, policy):
                return wrapped
    return None


def _is_plausible(wh: Decimal, elapsed: int, policy: Policy) -> bool:
    return float(wh) * HOUR <= plausible_w(policy) * max(elapsed, 1)


def _highest_later(walk: Sequence[Register]) -> list[Decimal]:
    """The highest value from each place on."""
    highest = [sample.wh for sample in walk]
    for index in range(len(walk) - 2, -1, -1):
        highest[index] = max(highest[index], highest[index + 1])
    return highest
