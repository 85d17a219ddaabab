"""
Which of a long transaction's words are still needed, however it goes on?

The longer ago, the fewer: what stood between two meter values that say the same is left out. Thinning what
was thinned, together with what came since, gives what thinning all of it gives (law: Thinned): so a
computation may go on from the thinned past.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import inf
from operator import gt, lt
from typing import Final

from chargeboard.domain.facts import Sampled, TransactionTold
from chargeboard.metrics.timeline.no_energy import SHORTEST
from chargeboard.time.days import day_of, day_span
from chargeboard.time.instants import HOUR, MINUTE, Instant, Micros

WHOLE: Final = 3 * HOUR
"""So long before its newest meter value nothing of a transaction is left out."""
_WEEK: Final = 7 * 24 * HOUR
_STRETCHES: Final[tuple[tuple[Micros, Micros], ...]] = (
    (_WEEK, _WEEK),
    (2 * HOUR, 24 * HOUR),
    (15 * MINUTE, WHOLE),
)
"""One meter value is kept of stretches of that length that are over for so long; each part of the longer."""
_PERIODIC: Final = frozenset({"", "Sample.Periodic", "Sample.Clock"})
_TIMED: Final = frozenset({"", "MeterValuePeriodic", "MeterValueClock"})


def thinned(samples: Sequence[Sampled], zone: str) -> list[Sampled]:
    """
    The meter values of one transaction, by time, without those that tell nothing more.

    Kept are all that are young or in any way odd, where a register falls, where one stands still for long and
    power begins or ends, where power or the whole percents of a battery are higher than ever before, what is
    first in its stretch of time, and the two beside each local midnight.
    """
    if len(samples) < 3 or samples[-1].at - samples[0].at <= WHOLE:
        return list(samples)
    series = plain_series(samples)
    kept = set(range(len(samples))).difference(*series) if sum(map(len, series)) < len(samples) else set()
    for places in series:
        told = [samples[place] for place in places]
        kept.update([places[n] for n in _needed(told, samples[-1].at, zone)])
    return [samples[place] for place in sorted(kept)]


def thinned_events(events: Sequence[TransactionTold]) -> list[TransactionTold]:
    """The events of one 2.x transaction, by time, without old ones that only bring a meter value."""
    newest = events[-1].at
    kept: list[TransactionTold] = []
    state, triggers, was_late = "", set[str](), True
    for event, after in zip(events, [*events[1:], None], strict=True):
        tells = (
            event.event != "Updated"
            or event.trigger not in _TIMED & triggers
            or event.charging_state not in {"", state}
            or event.token
            or event.reason
            or event.socket is not None
            or event.remote_start_id is not None
            or event.clock_repaired
        )
        is_late = after is None or event.received_at > after.received_at
        # a silence of two days is told by what is left
        is_first = not kept or event.at // _A_DAY != kept[-1].at // _A_DAY
        if tells or is_late or was_late or is_first or newest - event.at <= WHOLE:
            kept.append(event)
        state, was_late = event.charging_state or state, is_late
        triggers.add(event.trigger)
    return kept


_A_DAY: Final = 24 * HOUR


def plain_series(samples: Sequence[Sampled], *, of_registers: bool = False) -> list[list[int]]:
    """
    The places of each series of meter values that tell a register or power, or `of_registers` alone.

    Without those that tell anything that is summed up or compared with another.
    """
    series: dict[tuple[str, str, int | None, str, bool, bool], list[int]] = defaultdict(list)
    for place, sample in enumerate(samples):
        has_register = sample.register_wh is not None
        if (
            (has_register or (sample.power_w is not None and not of_registers))
            and sample.context in _PERIODIC
            and not sample.also_wh
            and sample.interval_wh is None
            and sample.export_wh is None
            and sample.net_wh is None
            and sample.export_w is None
            and sample.export_interval_wh is None
        ):
            series[
                sample.location,
                sample.transaction_id,
                sample.socket,
                sample.context,
                has_register,
                sample.clock_repaired,
            ].append(place)
    return [*series.values()]


def _needed(told: Sequence[Sampled], newest: Instant, zone: str) -> Iterator[int]:
    """The places of those that are needed of one series."""
    yield from turns(told)
    ats = [sample.at for sample in told]
    first = 0
    while first < len(ats):
        # beside midnight
        yield from {max(0, first - 1), first}
        first = bisect_left(ats, day_span(day_of(ats[first], zone), zone).end, lo=first)
    first = 0
    for length, age in _STRETCHES:
        # all in stretches of that length that are over for long enough
        behind = bisect_left(ats, (newest - age) // length * length, lo=first)
        before = None
        for n in range(first, behind):
            stretch = ats[n] // length
            if stretch != before:
                yield n
            before = stretch
        first = behind
    yield from range(first, len(ats))


def final_until(newest: Instant) -> Instant:
    """What is before, whatever comes, stays thinned as it is: the longest stretches are over."""
    length, age = _STRETCHES[0]
    return (newest - age) // length * length


def turns(told: Sequence[Sampled]) -> Iterator[int]:
    """The places of those of one series that tell how it turned, the first and the last."""
    yield from {0, len(told) - 1}
    # all of a series have a register, or none
    whs = [sample.register_wh for sample in told if sample.register_wh is not None]
    if whs and all(map(lt, whs, whs[1:])):
        yield from {min(1, len(told) - 1), _first_power(told)}
    else:
        yield from _at_turns(told)
        yield from _at_power(told)
    yield from _at_records([sample.power_w for sample in told])
    charged = [one.soc_pct for one in told]
    if charged.count(None) < len(charged):
        yield from _at_records([None if pct is None else pct // 1 for pct in charged])
    received = [sample.received_at for sample in told]
    if any(map(gt, received, received[1:])):
        for n in range(1, len(told)):
            if received[n - 1] > received[n]:
                yield from (n - 1, n)


def _at_turns(told: Sequence[Sampled]) -> Iterator[int]:
    """Beside each place where the register falls, and the ends of each long stretch in which it stands."""
    begun = 0
    for n, (one, following) in enumerate(pairwise(told)):
        wh, after = one.register_wh, following.register_wh
        if wh is None or after is None or wh == after:
            continue
        if after < wh:
            yield from range(max(0, n - 1), min(len(told), n + 3))
        if begun == 0 or one.at - told[begun].at >= SHORTEST:
            yield from (begun, n, n + 1)
        begun = n + 1
    yield begun


def _at_records(values: Sequence[float | None]) -> Iterator[int]:
    """Where a value is higher than ever before, and where it is first told: such a place stays one."""
    highest = -inf
    for n, value in enumerate(values):
        if value is not None and value > highest:
            highest = value
            yield n


def _first_power(told: Sequence[Sampled]) -> int:
    """The place of the first with power; the first of all where none has."""
    return next((place for place, sample in enumerate(told) if (sample.power_w or 0) > 0), 0)


def _at_power(told: Sequence[Sampled]) -> Iterator[int]:
    """Where power begins or ends while no register rises, and where it is first told."""
    yield _first_power(told)
    flows = [(sample.power_w or 0) > 0 for sample in told]
    for n in range(1, len(told)) if len({*flows}) > 1 else ():
        if flows[n] != flows[n - 1] and told[n].register_wh == told[n - 1].register_wh:
            yield from (n - 1, n)
