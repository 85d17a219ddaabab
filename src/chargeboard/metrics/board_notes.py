"""
What of a board follows from days that stay what they are?

It is made once and looked up at later looks, as long as the figures of its days are the very ones of before.
Told without them it is short, and goes on by the figures of whoever is told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from operator import is_
from typing import Any, Final, TypeAlias, TypeVar

import msgspec
from msgspec.structs import replace

from chargeboard.domain.conclusions import DayFigures
from chargeboard.domain.figures.compared import Compared, PeriodBefore
from chargeboard.domain.figures.day_rows import Headline, SuccessDay, UptimeDay, UtilizationDay
from chargeboard.domain.figures.session_rows import Overview
from chargeboard.time.instants import Instant

_T = TypeVar("_T")
Memory: TypeAlias = dict[object, Any]
"""What was made of days and kept sessions at earlier looks."""
_PANELS: Final = ("bars", "utilization", "success", "uptime")
PERIODS_BEFORE: Final = "before"
OVERVIEW_BEFORE: Final = "overview before"
AsOf: TypeAlias = tuple[int, Instant | None, Instant]
"""Of which conclusions stored sessions are: the settled revision, until when it is settled, and stored."""


class Bar(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What the bars of the long panels show of a day."""

    date: date
    sessions: int | None
    energy_wh: float | None
    revised: bool
    export_wh: float


class BeforeNotes(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """What the days before those of the panels come to."""

    days: list[date]
    """Of whose figures it is made, in their order."""
    begun: list[Instant]
    """When the errors began that it counts."""
    periods: dict[Compared, PeriodBefore]
    overview_days: list[date] = []
    sessions_as_of: AsOf | None = None
    overview: Overview | None = None
    """None: nothing is known of those days, or it is made of sessions that are not stored."""


class BoardNotes(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The rows of panels, and the headlines of some days."""

    bars: list[Bar] = []
    utilization: list[UtilizationDay] = []
    success: list[SuccessDay] = []
    uptime: list[UptimeDay] = []
    complete: list[date] = []
    """The days of the headlines."""
    utilization_headline: Headline | None = None
    success_headline: Headline | None = None
    before: BeforeNotes | None = None


def once(
    memory: Memory, what: object, days: Sequence[object], make: Callable[[], _T], also: object = None
) -> _T:
    """
    What follows from these days, and from something else.

    It is made once while their figures are the very ones of before, and that is equal to what it was.
    """
    known: tuple[Sequence[object], _T, object] | None = memory.get(what)
    if known is not None and known[2] == also and are_same(known[0], days):
        return known[1]
    made = make()
    keep(memory, what, days, made, also)
    return made


def keep(memory: Memory, what: object, days: Iterable[object], made: object, also: object = None) -> None:
    """It was made of these."""
    memory[what] = [*days], made, also


def each(
    memory: Memory,
    panel: str,
    days: Sequence[date],
    known: Mapping[date, DayFigures],
    make: Callable[[DayFigures], _T],
) -> list[_T]:
    """A panel's rows of the days of which something is known, likewise."""
    rows: dict[date, tuple[DayFigures, _T]] = memory.setdefault(("each", panel), {})
    told: list[_T] = []
    for on in days:
        figures, row = known.get(on), rows.get(on)
        if figures is None:
            continue
        if row is None or row[0] is not figures:
            row = rows[on] = figures, make(figures)
        told.append(row[1])
    return told


def are_same(before: Sequence[object], now: Sequence[object]) -> bool:
    """Whether they are the very ones of before."""
    return len(before) == len(now) and all(map(is_, before, now))


def told(memory: Memory) -> BoardNotes:
    """What is remembered, without the figures of the days."""
    rows = {panel: [row for _, row in memory.get(("each", panel), _NO_ROWS).values()] for panel in _PANELS}
    complete, utilization, _ = memory.get("utilization", _NO_HEADLINE)
    _, success, _ = memory.get("success", _NO_HEADLINE)
    return BoardNotes(
        **rows,
        complete=[figures.on for figures in complete],
        utilization_headline=utilization,
        success_headline=success,
        before=_before_told(memory),
    )


def _before_told(memory: Memory) -> BeforeNotes | None:
    if PERIODS_BEFORE not in memory:
        return None
    days, periods, begun = memory[PERIODS_BEFORE]
    notes = BeforeNotes([one.on for one in days], begun, periods)
    made_of, overview, as_of = memory.get(OVERVIEW_BEFORE, ((), None, None))
    if as_of is None or not all(isinstance(one, DayFigures) for one in made_of):
        return notes
    return replace(notes, overview_days=[one.on for one in made_of], sessions_as_of=as_of, overview=overview)


def remembered(notes: BoardNotes, days: Mapping[date, DayFigures]) -> Memory:
    """What is remembered, of these figures: those that it was made of."""
    memory: Memory = {
        ("each", panel): {row.date: (days[row.date], row) for row in getattr(notes, panel)}
        for panel in _PANELS
    }
    complete = [days[on] for on in notes.complete]
    for what in ("utilization", "success"):
        headline = getattr(notes, f"{what}_headline")
        if headline is not None:
            keep(memory, what, complete, headline)
    before = notes.before
    if before is not None and days.keys() >= {*before.days, *before.overview_days}:
        keep(memory, PERIODS_BEFORE, [days[on] for on in before.days], before.periods, before.begun)
        if before.overview is not None:
            made_of = [days[on] for on in before.overview_days]
            keep(memory, OVERVIEW_BEFORE, made_of, before.overview, before.sessions_as_of)
    return memory


_NO_ROWS: Final[dict[date, tuple[DayFigures, Any]]] = {}
_NO_HEADLINE: Final[tuple[list[DayFigures], None, None]] = ([], None, None)
