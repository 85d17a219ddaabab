"""
How much did some chargers draw together, quarter by quarter?

Quarters are instants: chargers whose zones have other dates are added where they meet.
Source: definitions G4, G5.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import accumulate
from typing import NamedTuple

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
from chargeboard.domain.load import QUARTER, UNNAMED, DayLoad, Loss, SocketLoad, Stretch, each
from chargeboard.domain.price import NO_PRICE, Price
from chargeboard.domain.totals import MICRO
from chargeboard.metrics.days.utilization import ratio_pct
from chargeboard.time.days import day_span, midnight, zone_of
from chargeboard.time.instants import HOUR, Instant, datetime_of, seconds_of
from chargeboard.time.spans import Span

_A_DAY = timedelta(days=1)
_PER_HOUR = HOUR // QUARTER
Dates = tuple[date, date]
"""The first, and the day after the last."""


class Drawn(NamedTuple):
    """A charger, and what it drew on local days of its zone."""

    id: str
    name: str
    zone: str
    days: Sequence[DayLoad]


def days_wanted(window: Dates) -> Dates:
    """Local dates of any zone that may share an instant with those of another."""
    return window[0] - _A_DAY, window[1] + _A_DAY


def load_of(
    name: str, chargers: Sequence[Drawn], window: Dates, zone: str, at: Instant, price: Price = NO_PRICE
) -> Load:
    """What chargers drew over the dates of a zone; losses are those of the dates of each charger's own."""
    sums = _Sums(Span(midnight(window[0], zone), midnight(window[1], zone)), at)
    parts = [_part(charger, sums, window, price) for charger in chargers]
    seen = sums.seen()
    known, full = sums.known(seen), sums.full(seen)
    quarters = sums.quarters(seen, known)
    return Load(
        name=name,
        charger=None,
        at=at,
        timezone=zone,
        window=DateSpan(from_=window[0], to=window[1]),
        energy_wh=sum(sums.energy) / MICRO,
        spread_wh=sum(sums.spread) / MICRO,
        known_pct=ratio_pct(sum(known), sum(seen)),
        full_quarters=sum(full),
        full_pct=ratio_pct(sum(full), len(full)),
        peak=_peak(quarters, chargers),
        lost=_lost((day.loss for one in chargers for day in one.days if _is_in(day, window)), price),
        price_per_kwh=None if price.per_kwh is None else float(price.per_kwh),
        currency=price.currency,
        quarters=quarters,
        profile=_profile(quarters, zone),
        chargers=parts,
    )


class _Sums:
    """Quarters from an instant on; energy in millionths of a Wh, time in microseconds."""

    def __init__(self, span: Span, at: Instant) -> None:
        self.start = span.start
        self.number = -(-span.length // QUARTER)
        self.over = max(0, min(self.number, (at - span.start) // QUARTER))
        """So many of them are."""
        self.energy, self.spread = [0] * self.number, [0] * self.number
        self._blind = [0] * (self.number + 1)
        self._seen: Counter[tuple[int, Stretch]] = Counter()
        self._free: dict[int, set[int]] = {}
        """By the first quarter of a day those in which some socket was not occupied throughout."""

    def seen(self) -> list[int]:
        """How much of each was observed."""
        steps = [0] * (self.number + 1)
        for (first, (begin, number, value)), times in self._seen.items():
            self._stretch(steps, [(begin, number, times * value)], first)
        return [*accumulate(steps)][:-1]

    def known(self, seen: Sequence[int]) -> list[int]:
        """In how much of that it is known what was drawn."""
        return [whole - blind for whole, blind in zip(seen, accumulate(self._blind), strict=False)]

    def full(self, seen: Sequence[int]) -> list[bool]:
        """Of each that is over and was observed, whether all sockets were occupied throughout."""
        free = {first + quarter for first, quarters in self._free.items() for quarter in quarters}
        return [n not in free for n in range(self.over) if seen[n]]

    def take(self, socket: SocketLoad, first: int, length: int) -> None:
        """Time of a socket whose day is so long; energy is added by who knows whose it is."""
        for stretch in socket.seen:
            self._seen[first, stretch] += 1
        if socket.unknown:
            self._stretch(self._blind, socket.unknown, first)
        if socket.vague:
            self._stretch(self._blind, socket.vague, first)
        free = self._free.setdefault(first, set())
        if len(free) < length:  # else there is none left that another socket could free
            occupied = dict(each(socket.occupied))
            free.update(n for n, length in each(socket.seen) if occupied.get(n) != length)

    def _stretch(self, steps: list[int], stretches: Iterable[Stretch], first: int) -> None:
        for begin, number, value in stretches:
            start, end = max(0, first + begin), min(self.number, first + begin + number)
            if start < end:
                steps[start] += value
                steps[end] -= value

    def quarters(self, seen: Sequence[int], known: Sequence[int]) -> list[QuarterLoad]:
        """Each of them."""
        told = []
        for n, (energy, spread, whole, of_it) in enumerate(
            zip(self.energy, self.spread, seen, known, strict=True)
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


def _part(charger: Drawn, sums: _Sums, window: Dates, price: Price) -> ChargerLoad:
    energy = spread = 0
    peak: tuple[int, int] | None = None
    for day in charger.days:
        span, drawn = day_span(day.on, charger.zone), dict[int, int]()
        first, length = (span.start - sums.start) // QUARTER, -(-span.length // QUARTER)
        for socket in day.sockets.values():
            sums.take(socket, first, length)
            for n, uwh in _inside(socket.spread, first, sums.number):
                sums.spread[n] += uwh
                spread += uwh
            if not drawn:
                drawn = dict(socket.energy)
                continue
            for quarter, uwh in socket.energy.items():
                drawn[quarter] = drawn.get(quarter, 0) + uwh
        if first < 0 or first + length > sums.over:
            drawn = {n - first: uwh for n, uwh in _inside(drawn, first, sums.number)}
        energy += sum(drawn.values())
        for quarter, uwh in drawn.items():
            sums.energy[first + quarter] += uwh
        over = (
            drawn
            if first + length <= sums.over
            else {quarter: uwh for quarter, uwh in drawn.items() if first + quarter < sums.over}
        )
        highest = max(over.values(), default=0)
        if highest > (peak[0] if peak else 0):
            peak = highest, first + min(quarter for quarter, uwh in over.items() if uwh == highest)
    return ChargerLoad(
        id=charger.id,
        name=charger.name,
        energy_wh=energy / MICRO,
        spread_wh=spread / MICRO,
        peak_w=None if peak is None else peak[0] * _PER_HOUR / MICRO,
        peak_at=None if peak is None else sums.start + peak[1] * QUARTER,
        lost=_lost((day.loss for day in charger.days if _is_in(day, window)), price),
    )


def _inside(drawn: Mapping[int, int], first: int, number: int) -> Iterator[tuple[int, int]]:
    """Quarters of a day as those of the window, as far as they are in it."""
    return ((first + quarter, uwh) for quarter, uwh in drawn.items() if 0 <= first + quarter < number)


def _is_in(day: DayLoad, window: Dates) -> bool:
    return window[0] <= day.on < window[1]


def _lost(losses: Iterable[Loss], price: Price) -> LostEnergy:
    whole = sum(losses, Loss())
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
        for day in charger.days:
            quarter = (start - midnight(day.on, charger.zone)) // QUARTER
            for number, socket in day.sockets.items():
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
