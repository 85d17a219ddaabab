"""What is a day of a site as a row of a file?"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import msgspec

from chargeboard.documents.sheets import SITE_DAYS
from chargeboard.domain.figures.day_rows import SuccessDay, UtilizationDay
from chargeboard.domain.figures.site import SiteBoard


class SiteDay(msgspec.Struct, frozen=True, kw_only=True):
    """A local day. None: days of that long ago have no such figure, or nothing is known."""

    date: dt.date
    sessions: int | None
    energy_wh: float | None
    export_wh: float | None
    utilization: UtilizationDay | None
    success: SuccessDay | None
    revised: bool


def site_days(told: SiteBoard) -> Iterable[list[object]]:
    """The cells of each day, by date."""
    board = told.board
    use = {day.date: day for day in board.utilization}
    tried = {day.date: day for day in board.success}
    rows = [
        SiteDay(
            date=on,
            sessions=sessions,
            energy_wh=board.energy_per_day_wh.get(on),
            export_wh=board.fed_back_on(on),
            utilization=use.get(on),
            success=tried.get(on),
            revised=on in board.revised_days,
        )
        for on, sessions in board.sessions_per_day.items()
    ]
    return SITE_DAYS.cells(board.charger, rows)
