"""What do drivers do here? (I15, I16)"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from chargeboard.domain.board import Board, Insight
from chargeboard.guidance.looked_at import History
from chargeboard.guidance.words import lasting
from chargeboard.time.instants import SECOND
from chargeboard.words.formats import count, energy, several

_ENOUGH_SESSIONS: Final = 5


def about_sessions(board: Board, seen: History) -> Iterator[Insight]:
    """The kind of charging that the averages show, and short visits."""
    yield from _behaviour(board)
    yield from _short(seen)


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
    done, short = len(seen.ended.durations), seen.ended.short
    if done >= 10 and short >= 0.2 * done:
        yield Insight(
            id="I16",
            severity="info",
            text=f"{count(short)} of {count(done)} sessions were shorter than 5 minutes or below 1 kWh:"
            " short top-ups or interruptions.",
            numbers={"short": short, "sessions": done, "pct": 100 * short / done},
            panel="sessions",
        )
