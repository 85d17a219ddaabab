"""
How much did each socket draw in the quarters of a local day?

Energy is linear between two readings (2.4). Where they are close to each other it is known in which quarter
it flowed; what flowed between others is spread evenly, and told apart.
Source: definitions G4.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from operator import attrgetter
from typing import Final

from chargeboard.domain.conclusions import OCCUPIED, OUTAGE, UNHEARD, Reading, Session
from chargeboard.domain.load import QUARTER, UNNAMED, DayLoad, SocketLoad, stretches_of
from chargeboard.domain.totals import MICRO
from chargeboard.time.days import day_span
from chargeboard.time.instants import MINUTE, Instant, Micros
from chargeboard.time.series import Series
from chargeboard.time.spans import Span, clip, subtract

CLOSE: Final = QUARTER + MINUTE
"""Readings at most so far apart tell when energy flowed: a quarter, and a minute for one that is late."""
_AT = attrgetter("at")
_MICRO = Decimal(MICRO)
_Sums = defaultdict[int, int]


class _Socket:
    """What is found of one."""

    def __init__(self) -> None:
        self.seen, self.energy, self.spread = _Sums(int), _Sums(int), _Sums(int)
        self.vague, self.unknown, self.out = _Sums(int), _Sums(int), _Sums(int)
        self.occupied = _Sums(int)

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


def day_load(
    on: date,
    observed: Mapping[int, tuple[Span, Sequence[Span]]],
    states: Mapping[int, Series[str]],
    sessions: Iterable[Session],
    *,
    zone: str,
    now: Instant,
) -> DayLoad:
    """
    A local day up to `now`.

    `observed`: since when and until when of it each socket was, and when of that the site was open.
    """
    day = day_span(on, zone)
    until = max(day.start, min(day.end, now))
    sockets: defaultdict[int, _Socket] = defaultdict(_Socket)
    for number, (seen, opened) in observed.items():
        _time(sockets[number], seen, opened, states.get(number, Series()), day.start)
    for session in sessions:
        if session.start < until and max(session.start, session.until) >= day.start:
            found = sockets[UNNAMED if session.socket is None else session.socket]
            _drawn(found, session, Span(day.start, until))
    return DayLoad(
        on,
        {number: found.load() for number, found in sorted(sockets.items())},
    )


def _time(found: _Socket, seen: Span, opened: Sequence[Span], states: Series[str], midnight: Instant) -> None:
    _add(found.seen, seen, midnight)
    told = states.clip(seen)
    for start, end, state in told:
        if state in UNHEARD:
            _add(found.unknown, Span(start, end), midnight)
        if state in OCCUPIED:
            _add(found.occupied, Span(start, end), midnight)
        if state in OUTAGE:
            for part in clip(opened, Span(start, end)):
                _add(found.out, part, midnight)
    for silent in subtract([seen], [Span(start, end) for start, end, _ in told]):
        _add(found.unknown, silent, midnight)


def _drawn(found: _Socket, session: Session, day: Span) -> None:
    """What of a session lies in a day up to now."""
    read = session.readings if session.counts_energy else ()
    if not read or session.energy_wh is None:
        if part := Span(session.start, session.until).clip(day):
            _add(found.unknown, part, day.start)
        return
    if session.is_open and (part := Span(read[-1].at, day.end).clip(day)):
        _add(found.unknown, part, day.start)
    part = Span(read[0].at, read[-1].at).clip(day)
    if part is None:
        return
    at, quarter = part.start, (part.start - day.start) // QUARTER
    delivered, pair = _at(read, at)
    while at < part.end:
        until = min(day.start + (quarter + 1) * QUARTER, part.end)
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
    place = bisect_right(read, instant, key=_AT) - 1
    if place < 0:
        return 0, 0
    before = read[place]
    known = int(before.energy_wh * _MICRO)
    if before.at == instant or place + 1 == len(read):
        return known, place
    after = read[place + 1]
    rise = int(after.energy_wh * _MICRO) - known
    return known + rise * (instant - before.at) // (after.at - before.at), place


def _add(sums: _Sums, span: Span, midnight: Instant) -> None:
    """A stretch of time, by the quarters that it lies in."""
    at, quarter = span.start, (span.start - midnight) // QUARTER
    while at < span.end:
        until = min(midnight + (quarter + 1) * QUARTER, span.end)
        sums[quarter] += until - at
        at, quarter = until, quarter + 1
