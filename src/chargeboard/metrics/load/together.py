"""
How much did some chargers draw together, quarter by quarter?

Quarters are instants: chargers whose zones have other dates are added where they meet.
Source: definitions G4, G5.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import partial
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple, TypeAlias

from chargeboard.domain.figures.load import (
    ChargerLoad,
    ClockQuarter,
    Load,
    LoadPeak,
    LostEnergy,
    PeakSocket,
    QuarterLoad,
)
from chargeboard.domain.figures.measures import DateSpan
from chargeboard.domain.load import QUARTER, UNNAMED, DayLoad, Loss, StoredLoad, Stretch, each
from chargeboard.domain.price import NO_PRICE, Price
from chargeboard.domain.totals import MICRO
from chargeboard.metrics.days.utilization import ratio_pct
from chargeboard.time.days import day_of, day_span, midnight, zone_of
from chargeboard.time.instants import HOUR, Instant, datetime_of, seconds_of
from chargeboard.time.spans import Span

_A_DAY = timedelta(days=1)
_PER_HOUR = HOUR // QUARTER
Dates = tuple[date, date]
"""The first, and the day after the last."""
AnyLoad: TypeAlias = DayLoad | StoredLoad


class Drawn(NamedTuple):
    """A charger, and what it drew on local days of its zone."""

    id: str
    name: str
    zone: str
    days: Sequence[AnyLoad]


class ChargerDay(NamedTuple):
    """What one charger drew on a local day, or a part of it."""

    energy_uwh: int
    spread_uwh: int
    peak: tuple[int, int] | None
    """The highest quarter that is over and its number, the first of equals; None: none drew anything."""


class DaySum(NamedTuple):
    """What several chargers drew on a local day, by quarters from its midnight on."""

    energy: list[int]
    spread: list[int]
    seen: list[int]
    """How much of each was observed."""
    blind: list[int]
    """In how much of that it is not known what was drawn."""
    free: frozenset[int]
    """Those in which some socket was not occupied throughout."""
    chargers: list[ChargerDay]
    """One after the other."""


Kept: TypeAlias = Callable[[tuple[str, date], Sequence[AnyLoad], Callable[[], DaySum]], DaySum]


def _made(_: tuple[str, date], __: Sequence[AnyLoad], make: Callable[[], DaySum]) -> DaySum:
    return make()


def days_wanted(window: Dates) -> Dates:
    """Local dates of any zone that may share an instant with those of another."""
    return window[0] - _A_DAY, window[1] + _A_DAY


def load_of(
    name: str,
    chargers: Sequence[Drawn],
    window: Dates,
    zone: str,
    at: Instant,
    price: Price = NO_PRICE,
    *,
    kept: Kept = _made,
) -> Load:
    """
    What chargers drew over the dates of a zone; losses are those of the dates of each charger's own.

    `kept` gives what was made of the same days of the same chargers before, by zone and date, or has it made.
    """
    sums = _Sums(Span(midnight(window[0], zone), midnight(window[1], zone)), at)
    parts = _parts(chargers, sums, kept)
    known, full = sums.known, sums.full
    quarters = sums.quarters()
    losses = [_loss(day.loss for day in one.days if _is_in(day, window)) for one in chargers]
    return Load(
        name=name,
        charger=None,
        at=at,
        timezone=zone,
        window=DateSpan(from_=window[0], to=window[1]),
        energy_wh=sum(sums.energy) / MICRO,
        spread_wh=sum(sums.spread) / MICRO,
        known_pct=ratio_pct(sum(known), sum(sums.seen)),
        full_quarters=sum(full),
        full_pct=ratio_pct(sum(full), len(full)),
        peak=_peak(quarters, chargers),
        lost=_lost(_loss(losses), price),
        price_per_kwh=None if price.per_kwh is None else float(price.per_kwh),
        currency=price.currency,
        quarters=quarters,
        profile=_profile(quarters, zone),
        chargers=[
            _charger_load(charger, days, sums, _lost(loss, price))
            for charger, days, loss in zip(chargers, parts, losses, strict=True)
        ],
    )


class _Sums:
    """Quarters from an instant on; energy in millionths of a Wh, time in microseconds."""

    def __init__(self, span: Span, at: Instant) -> None:
        self.start = span.start
        self.number = -(-span.length // QUARTER)
        self.over = max(0, min(self.number, (at - span.start) // QUARTER))
        """So many of them are."""
        self.energy, self.spread, self.seen, self._blind = ([0] * self.number for _ in range(4))
        self._free: set[int] = set()

    @property
    def known(self) -> list[int]:
        """In how much of what was observed it is known what was drawn."""
        return [whole - blind for whole, blind in zip(self.seen, self._blind, strict=True)]

    @property
    def full(self) -> list[bool]:
        """Of each that is over and was observed, whether all sockets were occupied throughout."""
        return [n not in self._free for n in range(self.over) if self.seen[n]]

    def take(self, day: DaySum, first: int) -> None:
        """A day that begins with such a quarter of ours, as far as it lies among them."""
        low, high = max(0, -first), min(len(day.energy), self.number - first)
        for own, more in (
            (self.energy, day.energy),
            (self.spread, day.spread),
            (self.seen, day.seen),
            (self._blind, day.blind),
        ):
            for quarter in range(low, high):
                own[first + quarter] += more[quarter]
        self._free.update(first + quarter for quarter in day.free)

    def quarters(self) -> list[QuarterLoad]:
        """Each of them."""
        told = []
        for n, (energy, spread, whole, of_it) in enumerate(
            zip(self.energy, self.spread, self.seen, self.known, strict=True)
        ):
            is_told = of_it > 0 or energy > 0
            told.append(
                QuarterLoad(
                    start=self.start + n * QUARTER,
                    energy_wh=energy / MICRO if is_told else None,
                    power_w=energy * _PER_HOUR / MICRO if is_told and n < self.over else None,
                    spread_wh=spread / MICRO,
                    known_pct=ratio_pct(of_it, whole),
                )
            )
        return told


def _parts(chargers: Sequence[Drawn], sums: _Sums, kept: Kept) -> list[list[tuple[int, ChargerDay]]]:
    """Of each charger its days, each with the quarter that it begins with; all are added up on the way."""
    by_day: dict[tuple[str, date], list[tuple[int, AnyLoad]]] = {}
    for place, charger in enumerate(chargers):
        for day in charger.days:
            by_day.setdefault((charger.zone, day.on), []).append((place, day))
    found: list[list[tuple[int, ChargerDay]]] = [[] for _ in chargers]
    for (zone, on), some in sorted(by_day.items(), key=itemgetter(0)):
        span = day_span(on, zone)
        first, length = (span.start - sums.start) // QUARTER, -(-span.length // QUARTER)
        low, high, over = max(0, -first), min(length, sums.number - first), min(length, sums.over - first)
        if low >= high:
            continue
        loads = [day for _, day in some]
        told = kept((zone, on), loads, partial(_day_sum, loads, length))
        sums.take(told, first)
        days = told.chargers
        if (low, high, over) != (0, length, length):
            opened = map(_opened, loads)
            days = [_charger_day(day, _drawn(day, length), low, high, over) for day in opened]
        for (place, _), day_told in zip(some, days, strict=True):
            found[place].append((first, day_told))
    return found


def _opened(day: AnyLoad) -> DayLoad:
    return day if isinstance(day, DayLoad) else day.opened()


def _day_sum(loads: Sequence[AnyLoad], length: int) -> DaySum:
    drawn, spread = list[list[int]](), [0] * length
    seen, blind = dict[Stretch, int](), dict[Stretch, int]()
    free, chargers = set[int](), list[ChargerDay]()
    for load in map(_opened, loads):  # one after the other: many at once take longer to go through
        for socket in load.sockets.values():
            for stretch in socket.seen:
                seen[stretch] = seen.get(stretch, 0) + 1
            for stretch in (*socket.unknown, *socket.vague):
                blind[stretch] = blind.get(stretch, 0) + 1
            if len(free) < length:  # else there is none left that another socket could free
                occupied = dict(each(socket.occupied))
                free.update(n for n, held in each(socket.seen) if occupied.get(n) != held)
            for quarter, uwh in socket.spread.items():
                spread[quarter] += uwh
        drawn.append(own := _drawn(load, length))
        chargers.append(_charger_day(load, own, 0, length, length))
    energy = [*map(sum, zip(*drawn, strict=True))]
    return DaySum(
        energy, spread, _laid_out(seen, length), _laid_out(blind, length), frozenset(free), chargers
    )


def _drawn(day: DayLoad, length: int) -> list[int]:
    """What a charger's sockets drew together in each quarter."""
    drawn = [0] * length
    for socket in day.sockets.values():
        for quarter, uwh in socket.energy.items():
            drawn[quarter] += uwh
    return drawn


def _laid_out(stretches: Mapping[Stretch, int], length: int) -> list[int]:
    """What stretches tell of each quarter, each of them so many times."""
    steps = [0] * (length + 1)
    for (begin, number, value), times in stretches.items():
        start, end = max(0, begin), min(length, begin + number)
        if start < end:
            steps[start] += times * value
            steps[end] -= times * value
    return [*accumulate(steps)][:-1]


def _charger_day(day: DayLoad, drawn: Sequence[int], low: int, high: int, over: int) -> ChargerDay:
    """Of its quarters in [low, high), of what was drawn in each; those before `over` are."""
    spread = [
        uwh
        for socket in day.sockets.values()
        for quarter, uwh in socket.spread.items()
        if low <= quarter < high
    ]
    past = drawn[low : max(low, min(over, high))]
    highest = max(past, default=0)
    peak = (highest, low + past.index(highest)) if highest > 0 else None
    return ChargerDay(sum(drawn[low:high]), sum(spread), peak)


def _charger_load(
    charger: Drawn, days: Sequence[tuple[int, ChargerDay]], sums: _Sums, lost: LostEnergy
) -> ChargerLoad:
    peak: tuple[int, int] | None = None
    for first, day in days:
        if day.peak is not None and (peak is None or day.peak[0] > peak[0]):
            peak = day.peak[0], first + day.peak[1]
    return ChargerLoad(
        id=charger.id,
        name=charger.name,
        energy_wh=sum([day.energy_uwh for _, day in days]) / MICRO,
        spread_wh=sum([day.spread_uwh for _, day in days]) / MICRO,
        peak_w=None if peak is None else peak[0] * _PER_HOUR / MICRO,
        peak_at=None if peak is None else sums.start + peak[1] * QUARTER,
        lost=lost,
    )


def _is_in(day: AnyLoad, window: Dates) -> bool:
    return window[0] <= day.on < window[1]


def _loss(losses: Iterable[Loss]) -> Loss:
    some = [loss for loss in losses if loss.out_us]
    return Loss(
        sum([loss.out_us for loss in some]),
        sum([loss.unrated_us for loss in some]),
        sum([loss.lost_uwh for loss in some]),
    )


def _lost(whole: Loss, price: Price) -> LostEnergy:
    lost_wh = whole.lost_wh
    cost = None if lost_wh is None or price.per_kwh is None else lost_wh / 1000 * float(price.per_kwh)
    return LostEnergy(
        out_s=seconds_of(whole.out_us), unrated_s=seconds_of(whole.unrated_us), lost_wh=lost_wh, cost=cost
    )


def _peak(quarters: Sequence[QuarterLoad], chargers: Sequence[Drawn]) -> LoadPeak | None:
    highest = max(quarters, key=lambda one: one.power_w or 0, default=None)
    if highest is None or not highest.power_w:
        return None
    sockets = sorted(
        _charging(highest.start, chargers), key=lambda one: (-one.power_w, one.name, one.socket or 0)
    )
    return LoadPeak(
        start=highest.start,
        power_w=highest.power_w,
        known_pct=highest.known_pct,
        spread_wh=highest.spread_wh,
        sockets=sockets,
    )


def _charging(start: Instant, chargers: Sequence[Drawn]) -> Iterator[PeakSocket]:
    for charger in chargers:
        on = day_of(start, charger.zone)
        quarter = (start - midnight(on, charger.zone)) // QUARTER
        for day in charger.days:
            if day.on != on:
                continue
            for number, socket in _opened(day).sockets.items():
                if uwh := socket.energy.get(quarter):
                    yield PeakSocket(
                        charger=charger.id,
                        name=charger.name,
                        socket=None if number == UNNAMED else number,
                        power_w=uwh * _PER_HOUR / MICRO,
                    )


def _profile(quarters: Sequence[QuarterLoad], zone: str) -> list[ClockQuarter]:
    told: defaultdict[str, list[float]] = defaultdict(list)
    clock = _Clock(zone)
    for quarter in quarters:
        if quarter.power_w is not None:
            told[clock.of(quarter.start)].append(quarter.power_w)
    clocks = (f"{n // _PER_HOUR:02}:{n % _PER_HOUR * 15:02}" for n in range(24 * _PER_HOUR))
    return [
        ClockQuarter(
            clock=one,
            quarters=len(told[one]),
            mean_w=sum(told[one]) / len(told[one]) if told[one] else None,
            most_w=max(told[one], default=None),
        )
        for one in clocks
    ]


class _Clock:
    """Of a zone."""

    def __init__(self, zone: str) -> None:
        self._zone = zone_of(zone)

    def of(self, at: Instant) -> str:
        """What it shows, in hours and minutes."""
        local = datetime_of(at).astimezone(self._zone)
        return f"{local.hour:02}:{local.minute:02}"
