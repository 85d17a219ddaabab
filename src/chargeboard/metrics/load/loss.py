"""
How much energy was lost to outages of a local day?

Formula: over each hour of the charger's clock the time that a socket was out of service, times the mean
         energy that it delivered in that hour of the week over the eight weeks before.
Unit:    millionths of a Wh. Where less than four of those weeks tell, the time is not rated.
Source:  definitions G5.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Final

from chargeboard.domain.load import QUARTER, DayLoad, Loss, SocketLoad, Stretch, each
from chargeboard.metrics.load.hours import hours_by_quarter, quarters_by_hour
from chargeboard.time.days import day_span
from chargeboard.time.instants import HOUR, Micros

WEEKS: Final = 8
ENOUGH: Final = 4
_A_WEEK: Final = timedelta(days=7)


def days_before(on: date) -> list[date]:
    """The local dates that tell what is usual on one."""
    return [on - week * _A_WEEK for week in range(1, WEEKS + 1)]


def loss_of(day: DayLoad, known: Mapping[date, DayLoad], zone: str) -> Loss:
    """What a day lost, by what is known of the same weekday before it."""
    before = [known[on] for on in days_before(day.on) if on in known]
    whole = Loss()
    for number, socket in day.sockets.items():
        if not socket.out:
            continue
        out: defaultdict[int, Micros] = defaultdict(int)
        hours = hours_by_quarter(day.on, zone)
        for quarter, length in each(socket.out):
            out[hours[quarter]] += length
        weeks = [(one.on, one.sockets[number]) for one in before if number in one.sockets]
        for hour, length in out.items():
            whole += _rated(length, [_told(load, on, hour, zone) for on, load in weeks])
    return whole


def _rated(out: Micros, rates: Iterable[tuple[int, Micros] | None]) -> Loss:
    told = [rate for rate in rates if rate is not None]
    if len(told) < ENOUGH:
        return Loss(out, out)
    # a mean of weeks: each counts alike, also where the clocks made an hour longer
    mean = sum(energy * HOUR / length for energy, length in told) / len(told)
    return Loss(out, 0, round(mean * out / HOUR))


def _told(load: SocketLoad, on: date, hour: int, zone: str) -> tuple[int, Micros] | None:
    """What flowed in an hour and how long it was; None where not all was observed, known and in service."""
    quarters = quarters_by_hour(on, zone).get(hour)
    if quarters is None or _within(load.out, quarters) or _within(load.unknown, quarters):
        return None
    end = day_span(on, zone).length
    length = min(quarters.stop * QUARTER, end) - quarters.start * QUARTER
    if _within(load.seen, quarters) != length:
        return None
    energy, spread = load.energy, load.spread
    return sum([energy.get(quarter, 0) + spread.get(quarter, 0) for quarter in quarters]), length


def _within(stretches: Iterable[Stretch], quarters: range) -> Micros:
    within = 0
    for first, number, value in stretches:
        shared = min(first + number, quarters.stop) - max(first, quarters.start)
        if shared > 0:
            within += shared * value
    return within
