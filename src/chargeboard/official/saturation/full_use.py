"""
When were all points of a site used at once, and on which days for too long?

Source: arrêté for motorway sites, points of 75 kW and more (LEGIARTI000053436912), read as: full use begins
when no point is free and ends when a fifth of them is (rounded up, at most four); that they are for less than
ten minutes does not interrupt it; outside opening hours there is none. Service is insufficient on a day with
more than three hours of it on end.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import NamedTuple

from chargeboard.domain.conclusions import State
from chargeboard.time.days import day_of, day_span
from chargeboard.time.instants import HOUR, MINUTE, Instant, Micros
from chargeboard.time.series import Series
from chargeboard.time.spans import Span, clip, complement

LEAST_KW = 75.0
LONGEST: Micros = 3 * HOUR
SHORTEST_GAP: Micros = 10 * MINUTE
"""A gap of so much interrupts."""
ADDRESS = "https://legal.tricoteuses.fr/articles/LEGIARTI000053436912"
READ_ON = date(2026, 11, 28)
_FREE: tuple[State, ...] = ("available", "unknown")
"""A fault, out of service and out of contact count as used; of what nobody knows full use is not claimed."""


class Point(NamedTuple):
    """A socket: its states, since when it is there, and when the site is closed: then it is not."""

    states: Series[State]
    since: Instant
    closed: Sequence[Span] = ()


class SaturatedDay(NamedTuple):
    """A local day on which service was insufficient, with what of full use was too long on it."""

    day: date
    spans: list[Span]


def points_to_be_free(points: int) -> int:
    """So many end full use: a fifth, rounded up, at most four."""
    return min(4, -(-points // 5))


def full_use(points: Sequence[Point], window: Span) -> list[Span]:
    """Full use in the window, by time; a gap at its end interrupts, as short as it is."""
    found: list[Span] = []
    began: Instant | None = None
    freed: Instant | None = None
    for start, end, free, there in _pieces(points, window):
        if began is None:
            began = start if there and not free else None
        elif free < points_to_be_free(there):
            freed = None
        else:
            freed = start if freed is None else freed
            if end - freed >= SHORTEST_GAP:
                found.append(Span(began, freed))
                began = freed = None
    if began is not None:
        found.append(Span(began, window.end if freed is None else freed))
    return found


def saturated_days(full: Sequence[Span], window: Span, zone: str) -> Iterator[SaturatedDay]:
    """The local days of the window on which full use lasted too long; at midnight it begins anew."""
    day = day_of(window.start, zone)
    while (span := day_span(day, zone)).start < window.end:
        long = [one for one in clip(clip(full, window), span) if one.length > LONGEST]
        if long:
            yield SaturatedDay(day, long)
        day += timedelta(days=1)


def _pieces(points: Sequence[Point], window: Span) -> Iterator[tuple[Instant, Instant, int, int]]:
    """(start, end, how many are free, how many are there), tiling the window."""
    changes: dict[Instant, tuple[int, int]] = {window.start: (0, 0), window.end: (0, 0)}

    def change(at: Instant, free: int, there: int) -> None:
        known = changes.get(at, (0, 0))
        changes[at] = (known[0] + free, known[1] + there)

    for point in points:
        seen = Span(max(window.start, point.since), window.end)
        used = [Span(start, end) for start, end, state in point.states if state not in _FREE]
        for opened in complement(clip(point.closed, seen), seen) if seen.length else ():
            change(opened.start, 0, 1)
            change(opened.end, 0, -1)
            for span in complement(clip(used, opened), opened):
                change(span.start, 1, 0)
                change(span.end, -1, 0)
    free = there = 0
    for start, end in pairwise(sorted(changes)):
        free, there = free + changes[start][0], there + changes[start][1]
        yield start, end, free, there
