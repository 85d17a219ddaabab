"""What do the eight panels show, asked of raw tables as a dashboard asks, and what does our own board say?"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from bench.fleets.moment import NOW
from bench.fleets.raw import at
from chargeboard.domain.figures.board import Board
from chargeboard.metrics.errors.reports import WORST_FIRST
from chargeboard.time.instants import Instant

Rows = Sequence[tuple[Any, ...]]
Figures = Mapping[str, object]
Ask = Callable[[str], Rows]
_NAMED = re.compile(r"^-- panel: (\w+)\n(.*?);$", re.MULTILINE | re.DOTALL)
PANELS = dict(_NAMED.findall((Path(__file__).parent / "panels.sql").read_text()))
"""The queries by panel."""


def queries(charger: str, zone: str, now: Instant) -> dict[str, str]:
    """Those of one charger, as text: a dashboard puts its variables in itself, and nothing is prepared."""
    values = {"charger": f"'{charger}'", "zone": f"'{zone}'", "now": f"'{at(now).isoformat()}'"}
    return {panel: text % values for panel, text in PANELS.items()}


def figures_of_raw(ask: Ask, charger: str, zone: str) -> Figures:
    """What the queries say."""
    told = {panel: ask(text) for panel, text in queries(charger, zone, NOW).items()}
    ((sessions, per_day, mean_s, median_s, mean_wh, total_wh, mean_w),) = told["overview"]
    return {
        "events": [(socket, _at(start), _at(end), state) for socket, start, end, state in told["events"]],
        "ongoing": [
            (socket, _at(start), _number(lasts), *map(_number, (wh, power, soc)), state)
            for socket, start, lasts, wh, power, soc, state in told["ongoing"]
        ],
        "overview": [sessions, *map(_number, (per_day, mean_s, median_s, mean_wh, total_wh, mean_w))],
        "utilization": {
            _day(day): tuple(map(_number, (used, whole, pct)))
            for day, used, whole, pct in told["utilization"]
        },
        "success": {
            _day(day): (good, tried, _number(pct)) for day, good, tried, pct in told["success"] if tried
        },
        "errors": [
            (
                socket,
                code,
                vendor,
                WORST_FIRST[severity],
                episodes,
                active,
                _at(first),
                _at(last),
                None if cleared is None else _at(cleared),
                _number(lasted),
                _at(ever),
                info,
            )
            for (
                socket,
                code,
                vendor,
                severity,
                episodes,
                active,
                first,
                last,
                cleared,
                lasted,
                ever,
                info,
            ) in told["errors"]
        ],
        "sessions": {_day(day): count for day, count in told["sessions"]},
        "energy": {_day(day): _number(wh) for day, wh in told["energy"] if wh},
    }


def figures_of_board(board: Board) -> Figures:
    """The same of our own document, which holds more."""
    whole = board.overview
    return {
        "events": [
            (socket, start, end, state)
            for socket, states in board.states.items()
            for start, end, state in states
        ],
        "ongoing": [
            (one.socket, one.start, one.duration_s, one.energy_wh, one.power_w, one.soc_pct, one.state)
            for one in board.ongoing.sessions
        ],
        "overview": [
            whole.total_sessions,
            whole.sessions_per_day,
            whole.avg_duration_s,
            whole.median_duration_s,
            whole.avg_consumption_wh,
            whole.total_consumption_wh,
            whole.mean_power_w,
        ],
        "utilization": {
            day.date: (day.in_use_s, day.available_s, day.pct) for day in board.utilization if day.available_s
        },
        "success": {
            day.date: (day.successes, day.attempts, day.pct) for day in board.success if day.attempts
        },
        "errors": [
            (
                row.socket,
                row.code,
                row.vendor_code or "",
                row.severity,
                row.episodes,
                row.active,
                row.first_seen,
                row.last_seen,
                row.cleared_at,
                row.open_s,
                row.first_ever,
                row.info,
            )
            for row in board.errors
        ],
        "sessions": {day: count for day, count in board.sessions_per_day.items() if count},
        "energy": {day: wh for day, wh in board.energy_per_day_wh.items() if wh},
    }


def differing(one: Figures, other: Figures) -> list[str]:
    """The panels that do not show the same, with both."""
    return [
        f"{panel}: {one[panel]} is not {other[panel]}"
        for panel in one
        if not _is_equal(one[panel], other[panel])
    ]


def _is_equal(one: object, other: object) -> bool:
    """Numbers up to what is lost in summing up."""
    if isinstance(one, Mapping) and isinstance(other, Mapping):
        return one.keys() == other.keys() and all(_is_equal(one[key], other[key]) for key in one)
    if isinstance(one, (list, tuple)) and isinstance(other, (list, tuple)):
        return len(one) == len(other) and all(map(_is_equal, one, other))
    if isinstance(one, (int, float)) and isinstance(other, (int, float)):
        return abs(one - other) <= 1e-6 * max(1.0, abs(one))
    return one == other


def _number(told: Any) -> float | None:  # noqa: ANN401 - a decimal, or nothing
    return None if told is None else float(told)


def _at(told: datetime) -> Instant:
    return round((told - at(0)).total_seconds() * 1e6)


def _day(told: date | datetime) -> date:
    return told.date() if isinstance(told, datetime) else told
