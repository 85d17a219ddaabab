"""Is the charger used as much as it could be? (I11, I12, I17)"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from chargeboard.domain.board import Board, Insight
from chargeboard.domain.conclusions import OUTAGE
from chargeboard.guidance.looked_at import (
    OCCUPIED,
    History,
    downtime_of,
    in_use_of,
    is_known,
    time_in,
    usual,
)
from chargeboard.guidance.words import lasting, on_day
from chargeboard.time.instants import HOUR, SECOND
from chargeboard.words.formats import percent, several

_MUCH_DOWNTIME: Final = 0.2


def about_utilization(board: Board, seen: History) -> Iterator[Insight]:
    """What the last seven complete days of use tell."""
    yield from _level(board, seen)
    yield from _weak_days(board, seen)
    yield from _overstay(seen)


def _level(board: Board, seen: History) -> Iterator[Insight]:
    week, pct = board.utilization_headline, board.utilization_headline.pct
    if pct is None:
        return
    days = seen.week
    whole = sum(time_in(day) for day in days)
    down = sum(time_in(day, OUTAGE) for day in days) / whole if whole else 0.0
    over = f"over {several(week.days, 'day', 'days')}"
    if week.observed_days is not None and week.observed_days < week.days:
        over += f", {week.observed_days} of them observed"
    if pct >= 80:
        text = f"Congestion risk: in use {percent(pct)} of the time {over}; drivers may have to wait."
    elif pct >= 50:
        text = f"High utilization: in use {percent(pct)} of the time {over}."
    elif pct < 5 and down >= _MUCH_DOWNTIME:
        text = (
            f"Low utilization ({percent(pct)} {over}) because of downtime:"
            f" out of service or out of reach {percent(100 * down)} of the time."
        )
    elif pct < 5:
        text = f"Low utilization: in use {percent(pct)} of the time {over}."
    else:
        return
    numbers: dict[str, float | int | str | None] = {"pct": pct, "days": week.days, "downtime_pct": 100 * down}
    yield Insight(id="I11", severity="info", text=text, numbers=numbers, panel="utilization")


def _weak_days(board: Board, seen: History) -> Iterator[Insight]:
    basis = board.policy.utilization_basis
    for day in filter(is_known, seen.week):
        used = in_use_of(day, basis)
        normal = usual(
            [in_use_of(before, basis) for before in seen.same_weekday_before(day.on) if is_known(before)]
        )
        if normal is None or used > 0.5 * normal or normal - used < 5:
            continue
        down = downtime_of(day)
        is_down = down >= _MUCH_DOWNTIME
        why = f": out of service or out of reach {percent(100 * down)} of that day" if is_down else ""
        yield Insight(
            id="I12",
            severity="info",
            text=f"{day.on:%A} {on_day(day.on)} was weak: {percent(used)} in use instead of the usual"
            f" {percent(normal)}{why}.",
            numbers={
                "date": day.on.isoformat(),
                "pct": used,
                "usual_pct": normal,
                "downtime_pct": 100 * down,
            },
            panel="utilization",
        )


def _overstay(seen: History) -> Iterator[Insight]:
    days = [*filter(is_known, seen.week)]
    occupied = sum(time_in(day, OCCUPIED) for day in days)
    idle = sum(time_in(day, {"suspended", "finishing"}) for day in days)
    if occupied >= HOUR and idle >= 0.3 * occupied:
        pct = 100 * idle / occupied
        yield Insight(
            id="I17",
            severity="info",
            text=f"Overstay: cars stood without charging {percent(pct)} of the occupied time of"
            f"{'' if seen.window else ' the last'} {several(len(days), 'day', 'days')} ({lasting(idle)}).",
            numbers={"pct": pct, "idle_s": idle / SECOND, "occupied_s": occupied / SECOND},
            panel="utilization",
            action="Where others wait, an idle fee, a time limit or a message to the driver frees it sooner.",
        )
