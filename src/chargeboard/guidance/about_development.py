"""How do sessions and energy develop from day to day? (I13, I14)"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from statistics import median
from typing import Final

import msgspec

from chargeboard.domain.board import Board, Insight
from chargeboard.domain.conclusions import DayFigures
from chargeboard.guidance.looked_at import History, downtime_of, is_known, said_days, usual
from chargeboard.guidance.words import listed, on_day
from chargeboard.words.formats import energy, per_day, percent

_MUCH_DOWNTIME: Final = 0.2
_ENOUGH_DAYS: Final = 14
_MOVES_PCT: Final = 20
_SEVERAL: Final = 2


class _Series(msgspec.Struct, frozen=True):
    """One figure per day: where it is shown, how it is said, and how much of it is enough to judge."""

    panel: str
    name: str
    least: float
    of: Callable[[DayFigures], float]
    say: Callable[[float], str]


def _number(sessions: float) -> str:
    return per_day(sessions).removesuffix(".0")


_SERIES: Final = (
    _Series("sessions", "sessions", 4, lambda day: day.sessions, _number),
    _Series("energy", "energy", 20_000, lambda day: float(day.energy_wh), energy),
)


def about_development(_: Board, seen: History) -> Iterator[Insight]:
    """Drops and trends."""
    for series in _SERIES:
        drops = [*_drops(series, seen)]
        yield from _drop(series, drops)
        # a week with several drops is called stable by nobody who looks at its bars
        yield from (one for one in _trend(series, seen) if len(drops) < _SEVERAL or not is_stable(one))


class _Drop(msgspec.Struct, frozen=True):
    """A day with half of the usual or less."""

    day: DayFigures
    value: float
    usual: float


def _drops(series: _Series, seen: History) -> Iterator[_Drop]:
    for day in filter(is_known, seen.week):
        value = series.of(day)
        normal = usual([series.of(before) for before in seen.same_weekday_before(day.on) if is_known(before)])
        if normal is not None and normal >= series.least and value <= 0.5 * normal:
            yield _Drop(day, value, normal)


def _drop(series: _Series, drops: Sequence[_Drop]) -> Iterator[Insight]:
    """The latest drop, and of the others their dates."""
    if not drops:
        return
    *others, last = sorted(drops, key=lambda one: one.day.on)
    on, down = last.day.on, downtime_of(last.day)
    cause = "connectivity or fault" if down >= _MUCH_DOWNTIME else "demand"
    share = f"{percent(100 * down)} downtime" if down else "no downtime"
    reason = (
        f"probably because of {share}" if down >= _MUCH_DOWNTIME else f"{share}, so probably fewer drivers"
    )
    also = f" Half of the usual or less also on {listed([on_day(one.day.on) for one in others])}."
    yield Insight(
        id="I13",
        # the day is over: it explains the bars, and there is nothing left to do
        severity="info",
        text=f"Drop in {series.name} on {on:%A} {on_day(on)}: {series.say(last.value)} instead of the"
        f" usual {series.say(last.usual)}; {reason}.{also if others else ''}",
        numbers={
            "date": on.isoformat(),
            "value": last.value,
            "usual": last.usual,
            "downtime_pct": 100 * down,
            "cause": cause,
            "days": len(drops),
        },
        panel=series.panel,
    )


def is_stable(trend: Insight) -> bool:
    """Whether it says that nothing moves."""
    return abs(float(trend.numbers["change_pct"] or 0)) < _MOVES_PCT


def _trend(series: _Series, seen: History) -> Iterator[Insight]:
    """Theil-Sen over the known complete days of the last 30: change over them against the middle level."""
    days = [*filter(is_known, seen.complete(30))]
    values = [(day.on.toordinal(), series.of(day)) for day in days]
    level = median(value for _, value in values) if values else 0
    if len(values) < _ENOUGH_DAYS or level <= 0:
        return
    change = 100 * _slope(tuple(values)) * (values[-1][0] - values[0][0]) / level
    word = "stable" if abs(change) < _MOVES_PCT else "growing" if change > 0 else "falling"
    by = "" if word == "stable" else f" by about {percent(abs(change))}"
    yield Insight(
        id="I14",
        severity="info",
        text=f"{series.name.capitalize()} per day: {word}{by} over {said_days(seen, len(values))}.",
        numbers={"change_pct": change, "days": len(values), "usual": level},
        panel=series.panel,
    )


def slope(points: Sequence[tuple[int, float]]) -> float:
    """The Theil-Sen slope: the median of the slopes of all pairs, so that a wild day changes nothing."""
    slopes = [(y2 - y1) / (x2 - x1) for (x1, y1), (x2, y2) in combinations(points, 2) if x1 != x2]
    return median(slopes) if slopes else 0.0


@lru_cache(maxsize=1024)
def _slope(points: tuple[tuple[int, float], ...]) -> float:
    """The same, remembered: complete days stay what they are from look to look."""
    return slope(points)
