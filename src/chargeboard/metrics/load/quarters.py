"""
How much did a socket draw in the quarters of a part of a local day?

Energy is linear between two readings (2.4). Where they are close to each other it is known in which quarter
it flowed; what flowed between others is spread evenly, and told apart.
Source: definitions G4.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from chargeboard.domain.conclusions import OCCUPIED, OUTAGE, UNHEARD, Reading
from chargeboard.domain.load import QUARTER, SocketLoad, stretches_of
from chargeboard.domain.totals import MICRO
from chargeboard.metrics.load.given import AT, Given
from chargeboard.time.instants import MINUTE, Instant, Micros
from chargeboard.time.series import Series
from chargeboard.time.spans import Span, clip, subtract

CLOSE: Final = QUARTER + MINUTE
"""Readings at most so far apart tell when energy flowed: a quarter, and a minute for one that is late."""
_MICRO = Decimal(MICRO)
_ByQuarter = defaultdict[int, int]


class _Sums:
    """What is found of a part."""

    def __init__(self) -> None:
        self.seen, self.energy, self.spread = _ByQuarter(int), _ByQuarter(int), _ByQuarter(int)
        self.vague, self.unknown, self.out = _ByQuarter(int), _ByQuarter(int), _ByQuarter(int)
        self.occupied = _ByQuarter(int)

    def load(self) -> SocketLoad:
        """No more of a quarter is without a figure than was observed."""
        vague = {quarter: min(length, self.seen[quarter]) for quarter, length in self.vague.items()}
        unknown = {
            quarter: min(length, self.seen[quarter] - vague.get(quarter, 0))
            for quarter, length in self.unknown.items()
        }
        return SocketLoad(
            stretches_of(self.seen),
            {quarter: uwh for quarter, uwh in sorted(self.energy.items()) if uwh},
            {quarter: uwh for quarter, uwh in sorted(self.spread.items()) if uwh},
            stretches_of(vague),
            stretches_of(unknown),
            stretches_of(self.out),
            stretches_of(self.occupied),
        )


def quarters_of(given: Given, part: Span, midnight: Instant) -> SocketLoad:
    """A part of a local day that begins with a quarter."""
    found = _Sums()
    if given.seen is not None:
        _time(found, given.seen, given.opened, Series.of(given.states), midnight)
    for drawn in given.drawn:
        if drawn.untold is not None:
            _add(found.unknown, drawn.untold, midnight)
        if drawn.read:
            _drawn(found, drawn.read, part, midnight)
    return found.load()


def _time(found: _Sums, seen: Span, opened: Sequence[Span], states: Series[str], midnight: Instant) -> None:
    _add(found.seen, seen, midnight)
    for start, end, state in states:
        if state in UNHEARD:
            _add(found.unknown, Span(start, end), midnight)
        if state in OCCUPIED:
            _add(found.occupied, Span(start, end), midnight)
        if state in OUTAGE:
            for part in clip(opened, Span(start, end)):
                _add(found.out, part, midnight)
    for silent in subtract([seen], [Span(start, end) for start, end, _ in states]):
        _add(found.unknown, silent, midnight)


def _drawn(found: _Sums, read: Sequence[Reading], part: Span, midnight: Instant) -> None:
    """What flowed in a part between readings."""
    at, end = max(read[0].at, part.start), min(read[-1].at, part.end)
    quarter = (at - midnight) // QUARTER
    delivered, pair = _at(read, at)
    while at < end:
        until = min(midnight + (quarter + 1) * QUARTER, end)
        reached, behind = _at(read, until)
        wide = _wide(read, pair, behind, Span(at, until))
        apart = sum(rise for _, rise in wide)
        found.energy[quarter] += reached - delivered - apart
        found.spread[quarter] += apart
        for length, _ in wide:
            found.vague[quarter] += length
        at, delivered, pair, quarter = until, reached, behind, quarter + 1


def _wide(read: Sequence[Reading], first: int, last: int, part: Span) -> list[tuple[Micros, int]]:
    """
    Pieces of a quarter between readings that are far apart, with what flowed in each.

    Such readings have an edge of a quarter between them, so that no others need to be looked at.
    """
    found = []
    for pair in dict.fromkeys((first, last)):
        if pair + 1 >= len(read):
            continue
        before, after = read[pair], read[pair + 1]
        if after.at - before.at > CLOSE and after.energy_wh > before.energy_wh:
            start, end = max(before.at, part.start), min(after.at, part.end)
            if start < end:
                found.append((end - start, _at(read, end)[0] - _at(read, start)[0]))
    return found


def _at(read: Sequence[Reading], instant: Instant) -> tuple[int, int]:
    """Energy by an instant, in millionths of a Wh, and after which reading that is."""
    place = bisect_right(read, instant, key=AT) - 1
    if place < 0:
        return 0, 0
    before = read[place]
    known = int(before.energy_wh * _MICRO)
    if before.at == instant or place + 1 == len(read):
        return known, place
    after = read[place + 1]
    rise = int(after.energy_wh * _MICRO) - known
    return known + rise * (instant - before.at) // (after.at - before.at), place


def _add(sums: _ByQuarter, span: Span, midnight: Instant) -> None:
    """A stretch of time, by the quarters that it lies in."""
    at, quarter = span.start, (span.start - midnight) // QUARTER
    while at < span.end:
        until = min(midnight + (quarter + 1) * QUARTER, span.end)
        sums[quarter] += until - at
        at, quarter = until, quarter + 1
