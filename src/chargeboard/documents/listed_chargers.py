"""What is a line of the list of chargers as a row of a file?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from chargeboard.documents.sheets import FLEET
from chargeboard.domain.figures.board import FleetRow
from chargeboard.domain.figures.day_rows import Headline
from chargeboard.time.instants import Instant


class ListedCharger(msgspec.Struct, frozen=True, kw_only=True):
    """A line, with what a cell has no room for in short."""

    states: list[str]
    """Of its sockets, each as `1:charging`."""
    is_online: bool | None
    last_contact: Instant | None
    need: str
    """The code of what needs somebody most; empty where nothing does."""
    attention: int
    active_errors: int
    utilization: Headline
    success: Headline
    sessions_today: int | None
    energy_today_wh: float | None
    export_today_wh: float | None
    active_sessions: int
    energy_now_wh: float


def listed_chargers(rows: Iterable[FleetRow]) -> Iterator[list[object]]:
    """The cells of each line."""
    for row in rows:
        yield from FLEET.cells(row, [_listed(row)])


def _listed(row: FleetRow) -> ListedCharger:
    worst = row.worst_insight
    return ListedCharger(
        states=[f"{one.socket}:{one.state}" for one in row.sockets],
        is_online=row.is_online,
        last_contact=row.last_contact,
        need=worst.code if worst and worst.need else "",
        attention=row.attention,
        active_errors=row.active_errors,
        utilization=row.utilization,
        success=row.success,
        sessions_today=row.sessions_today,
        energy_today_wh=row.energy_today_wh,
        export_today_wh=row.export_today_wh,
        active_sessions=row.active_sessions,
        energy_now_wh=row.energy_now_wh,
    )
