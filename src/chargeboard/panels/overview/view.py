"""
What do the sessions of the window come to?

Source: definitions 2.5. It differs from the energy bars by the sessions across the edges.
"""

from __future__ import annotations

from datetime import date

import msgspec

from chargeboard.domain.board import Board
from chargeboard.panels.interpret import GUIDES, Guide
from chargeboard.panels.notes import Note, notes_for
from chargeboard.view.when import days_observed
from chargeboard.words.dates import dates_through
from chargeboard.words.formats import DASH, count, duration, energy, per_day, power


class Row(msgspec.Struct, frozen=True):
    """One metric."""

    name: str
    value: str
    meaning: str


class Overview(msgspec.Struct, frozen=True):
    """The panel."""

    title: str
    window: str
    rows: tuple[Row, ...]
    edge: str
    guide: Guide
    notes: tuple[Note, ...]


def panel(board: Board) -> Overview:
    """The sessions overview."""
    found = board.overview
    days = days_observed(found.days, found.observed_days)
    is_unknown = found.observed_days == 0 and not found.total_sessions
    window = (
        days
        if found.from_ is None or found.through is None
        else f"{dates_through(found.from_, found.through)}, {days}"
    )
    unknown = f", {count(found.energy_unknown)} of unknown energy" if found.energy_unknown else ""
    return Overview(
        title="Sessions overview",
        window=window,
        rows=(
            Row(
                "Total sessions",
                DASH if is_unknown else count(found.total_sessions),
                "completed sessions",
            ),
            Row("Sessions per day", per_day(found.sessions_per_day), f"average over {days}"),
            Row(
                "Average duration",
                duration(found.avg_duration_s),
                f"half are shorter than {duration(found.median_duration_s)}"
                if found.median_duration_s is not None
                else "typical length of a session",
            ),
            Row(
                "Average consumption",
                energy(found.avg_consumption_wh),
                f"per session, {power(found.mean_power_w)} mean power"
                if found.mean_power_w is not None
                else "per session",
            ),
            Row(
                "Total consumption",
                DASH if is_unknown else energy(found.total_consumption_wh),
                "all sessions together" + unknown,
            ),
            *_fed_back(board),
        ),
        edge=_edge(board),
        guide=GUIDES["overview"],
        notes=notes_for("overview", board),
    )


def _fed_back(board: Board) -> list[Row]:
    """What vehicles fed back in the same days, where one did; it is not taken off the consumption (V2G)."""
    first, last = board.overview.from_, board.overview.through
    total = sum(
        wh
        for day, wh in board.export_per_day_wh.items()
        if first is None or last is None or first <= date.fromisoformat(day) <= last
    )
    return [Row("Fed back by vehicles", energy(total), "in these days, counted apart")] if total else []


def _edge(board: Board) -> str:
    if not board.overview.total_sessions:
        return ""
    return (
        "Counts sessions that ended in these days. The energy bars count what flowed in the days,"
        " so both differ by the sessions across the edges."
    )
