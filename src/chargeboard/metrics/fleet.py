"""
Which charger needs a look first, and which are wanted?

A line is what the list is ordered, filtered and counted by; the rows themselves are needed for one page only.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, Protocol

import msgspec

from chargeboard.domain.fleet import FleetCounts, FleetWanted

_SEVERITY: Final = {"critical": 3, "warning": 2}


class _State(msgspec.Struct):
    state: str


class _Share(msgspec.Struct):
    pct: float | None


class _Insight(msgspec.Struct):
    severity: str


class Gist(msgspec.Struct):
    """As much of a FleetRow as a line is made of, so that a document is read quickly."""

    id: str
    name: str
    site: str
    timezone: str
    is_online: bool | None
    sockets: list[_State]
    active_sessions: int
    energy_now_wh: float
    utilization: _Share
    success: _Share
    sessions_today: int
    energy_today_wh: float | None
    active_errors: int
    attention: int = 0
    worst_insight: _Insight | None = None


class Told(Protocol):
    """What a line is made of: a Gist, or the FleetRow itself."""

    id: Any
    name: Any
    site: Any
    timezone: Any
    is_online: Any
    sockets: Any
    active_sessions: Any
    energy_now_wh: Any
    utilization: Any
    success: Any
    sessions_today: Any
    energy_today_wh: Any
    active_errors: Any
    attention: Any
    worst_insight: Any


class Line(msgspec.Struct, frozen=True):
    """A charger of the list."""

    id: str
    text: str
    """What it is found by."""
    timezone: str
    orders: dict[str, tuple[float | str, ...]]
    is_offline: bool
    is_faulted: bool
    needs_attention: bool
    active_sessions: int
    energy_now_wh: float


def line_of(row: Told) -> Line:
    """The line of a row."""
    name = (row.name or row.id).lower()
    faulted = sum(one.state == "faulted" for one in row.sockets)
    worst = _SEVERITY.get(row.worst_insight.severity, 0) if row.worst_insight else 0
    success = row.success.pct
    return Line(
        id=row.id,
        text=f"{row.name} {row.id} {row.site}".casefold(),
        timezone=row.timezone,
        orders={
            "need": (
                -worst,
                -faulted,
                row.is_online is not False,
                -row.active_errors,
                -row.attention,
                name,
                row.id,
            ),
            "name": (name, row.id),
            "sessions": (-row.sessions_today, row.id),
            "energy": (-(row.energy_today_wh or 0), row.id),
            "utilization": (-(row.utilization.pct or 0), row.id),
            # the lowest first; without tries there is nothing to mend
            "success": (101.0 if success is None else success, row.id),
        },
        is_offline=row.is_online is False,
        is_faulted=faulted > 0,
        needs_attention=row.attention > 0,
        active_sessions=row.active_sessions,
        energy_now_wh=row.energy_now_wh,
    )


FLEET_ORDERS: Final = ("need", "name", "sessions", "energy", "utilization", "success")
_SHOWN: Final[dict[str, Callable[[Line], bool]]] = {
    "": lambda _: True,
    "attention": lambda line: line.needs_attention,
    "offline": lambda line: line.is_offline,
    "faulted": lambda line: line.is_faulted,
}
FLEET_KINDS: Final = tuple(_SHOWN)


def in_order(lines: Iterable[Line], sort: str) -> list[Line]:
    """All of them, sorted."""
    return sorted(lines, key=lambda line: line.orders[sort])


def chosen(lines: Sequence[Line], wanted: FleetWanted) -> Sequence[Line]:
    """Those of the lines that are wanted, in their order."""
    is_shown = _SHOWN[wanted.show]
    words = wanted.text.casefold().split()
    if not words and not wanted.show:
        return lines
    return [line for line in lines if is_shown(line) and all(word in line.text for word in words)]


def counts(lines: Sequence[Line]) -> FleetCounts:
    """How many there are of all, whatever page is looked at."""
    zones = {line.timezone for line in lines}
    return FleetCounts(
        chargers=len(lines),
        attention=sum(line.needs_attention for line in lines),
        offline=sum(line.is_offline for line in lines),
        faulted=sum(line.is_faulted for line in lines),
        active_sessions=sum(line.active_sessions for line in lines),
        energy_now_wh=sum(line.energy_now_wh for line in lines),
        timezone=zones.pop() if len(zones) == 1 else None,
    )
