"""What do lines of the list come to?"""

from __future__ import annotations

from collections.abc import Iterable
from operator import add, sub

from chargeboard.domain.records import Line

MICRO = 1_000_000
Sums = tuple[int, int, int, int, int, int]
"""Chargers, attention, offline, faulted, active sessions, and energy in millionths of a watt-hour."""


NOTHING: Sums = (0, 0, 0, 0, 0, 0)


def sums_of(line: Line) -> Sums:
    """What one line comes to."""
    return (
        1,
        int(line.attention > 0),
        int(line.is_offline),
        int(line.faulted > 0),
        line.active_sessions,
        round(line.energy_now_wh * MICRO),
    )


def more(sums: Sums, others: Sums) -> Sums:
    """Both together."""
    first, *rest = map(add, sums, others)
    return (first, *rest)


def less(sums: Sums, others: Sums) -> Sums:
    """The first without the others."""
    first, *rest = map(sub, sums, others)
    return (first, *rest)


def by_zone(rows: Iterable[tuple[str, int, int, int, int, int, int]]) -> dict[str, Sums]:
    """Of each zone."""
    return {zone: sums for zone, *sums in rows}  # type: ignore[misc]
