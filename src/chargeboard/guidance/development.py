"""Which figures are followed from day to day, and when did they drop?"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

from chargeboard.domain.conclusions import DayFigures
from chargeboard.guidance.looked_at import LookedAt, is_known, usual

_SHARE: Final = 0.5


class Figure(NamedTuple):
    """One figure a day: where it is shown, how much of it is enough to judge, and what is said of it."""

    panel: str
    least: float
    of: Callable[[DayFigures], float]
    drop: str
    stable: str
    growing: str
    falling: str


FIGURES: Final = (
    Figure(
        "sessions",
        4,
        lambda day: day.sessions,
        "drop_in_sessions",
        "sessions_stable",
        "sessions_growing",
        "sessions_falling",
    ),
    Figure(
        "energy",
        20_000,
        lambda day: float(day.energy_wh),
        "drop_in_energy",
        "energy_stable",
        "energy_growing",
        "energy_falling",
    ),
)


class Drop(NamedTuple):
    """A day with half of the usual or less."""

    day: DayFigures
    value: float
    usual: float


def drops(figure: Figure, seen: LookedAt) -> list[Drop]:
    """The days of the week on which a figure dropped, by date."""
    return [*_drops(figure, seen)]


def _drops(figure: Figure, seen: LookedAt) -> Iterator[Drop]:
    for day in sorted(filter(is_known, seen.week), key=lambda day: day.on):
        value = figure.of(day)
        normal = usual([figure.of(before) for before in seen.same_weekday_before(day.on) if is_known(before)])
        if normal is not None and normal >= figure.least and value <= _SHARE * normal:
            yield Drop(day, value, normal)
