"""How do sessions and energy develop, and what do drivers do? (I13-I16)"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from itertools import combinations
from statistics import median
from typing import Final

import msgspec

from chargeboard.domain.board import Board, Insight
from chargeboard.domain.conclusions import DayFigures
from chargeboard.domain.figures import count, energy, per_day, percent, several
from chargeboard.domain.instants import MINUTE, SECOND
from chargeboard.metrics.insights.history import History, downtime_of, usual
from chargeboard.metrics.insights.words import lasting, on_day

_MUCH_DOWNTIME: Final = 0.2
_SHORT: Final = 5 * MINUTE
_SMALL_WH: Final = 1000
_ENOUGH_DAYS: Final = 14
_ENOUGH_SESSIONS: Final = 5


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


def about_sessions(board: Board, seen: History) -> Iterator[Insight]:
    """Drops, trends, and the kind of charging that the averages show."""
    for series in _SERIES:
        yield from _drop(series, seen)
        yield from _trend(series, seen)
    yield from _behaviour(board)
    yield from _short(seen)


def _drop(series: _Series, seen: History) -> Iterator[Insight]:
    for day in seen.week:
        value = series.of(day)
        normal = usual([series.of(before) for before in seen.same_weekday_before(day.on)])
        if normal is None or normal < series.least or value > 0.5 * normal:
            continue
        down = downtime_of(day)
        cause = "connectivity or fault" if down >= _MUCH_DOWNTIME else "demand"
        reason = f"{cause} ({percent(100 * down)} downtime)" if down else cause
        yield Insight(
            id="I13",
            severity="warning",
            text=f"Drop in {series.name} on {day.on:%A} {on_day(day.on)}: {series.say(value)} instead of the"
            f" usual {series.say(normal)}; likely cause: {reason}.",
            numbers={
                "date": day.on.isoformat(),
                "value": value,
                "usual": normal,
                "downtime_pct": 100 * down,
                "cause": cause,
            },
            panel=series.panel,
        )


def _trend(series: _Series, seen: History) -> Iterator[Insight]:
    """Theil-Sen over the complete days of the last 30: change over the window against the middle level."""
    days = seen.complete(30)
    values = [(day.on.toordinal(), series.of(day)) for day in days]
    level = median(value for _, value in values) if values else 0
    if len(values) < _ENOUGH_DAYS or level <= 0:
        return
    change = 100 * _slope(tuple(values)) * (values[-1][0] - values[0][0]) / level
    word = "stable" if abs(change) < 20 else "growing" if change > 0 else "falling"
    by = "" if word == "stable" else f" by about {percent(abs(change))}"
    yield Insight(
        id="I14",
        severity="info",
        text=f"{series.name.capitalize()} per day: {word}{by} over the last {len(values)} complete days.",
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


def _behaviour(board: Board) -> Iterator[Insight]:
    view = board.overview
    if (
        view.avg_duration_s is None
        or view.avg_consumption_wh is None
        or view.total_sessions < _ENOUGH_SESSIONS
    ):
        return
    averages = (
        f"{lasting(round(view.avg_duration_s * SECOND))} and {energy(view.avg_consumption_wh)}"
        f" on average over {several(view.total_sessions, 'session', 'sessions')}"
    )
    is_quick = view.avg_duration_s <= 45 * 60 and view.avg_consumption_wh >= 10_000
    if is_quick and (view.mean_power_w or 0) >= 20_000:
        text = f"Fast charging: {averages}."
    elif view.avg_duration_s >= 3 * 3600 and view.avg_consumption_wh < 10_000:
        text = f"Slow or partial charging: {averages}."
    else:
        return
    numbers: dict[str, float | int | str | None] = {
        "avg_duration_s": view.avg_duration_s,
        "avg_consumption_wh": view.avg_consumption_wh,
        "mean_power_w": view.mean_power_w,
    }
    yield Insight(id="I15", severity="info", text=text, numbers=numbers, panel="overview")


def _short(seen: History) -> Iterator[Insight]:
    done = len(seen.ended)
    short = len(
        [
            duration
            for _, duration, energy_wh in seen.ended
            if duration < _SHORT or (energy_wh is not None and energy_wh < _SMALL_WH)
        ]
    )
    if done >= 10 and short >= 0.2 * done:
        yield Insight(
            id="I16",
            severity="info",
            text=f"{count(short)} of {count(done)} sessions were shorter than 5 minutes or below 1 kWh:"
            " short top-ups or interruptions.",
            numbers={"short": short, "sessions": done, "pct": 100 * short / done},
            panel="sessions",
        )
