"""
How many sessions were completed each day?

Source: definitions 2.4. The latest transactions are listed too, with those that count as no session.
"""

from __future__ import annotations

import msgspec

from chargeboard.domain.board import Board, SessionRow
from chargeboard.drawing.bars import Chart
from chargeboard.panels.interpret import GUIDES, Guide
from chargeboard.panels.notes import Note, notes_beside
from chargeboard.panels.per_day import Row, series
from chargeboard.panels.sessions.fed_back import fed_back
from chargeboard.view.when import Local
from chargeboard.words.formats import DASH, count, duration, kilo, per_day

LATEST = 10


class Latest(msgspec.Struct, frozen=True):
    """One transaction."""

    key: str
    socket: str
    start: str
    duration: str
    energy_kwh: str
    remark: str


class Sessions(msgspec.Struct, frozen=True):
    """The panel."""

    title: str
    window: str
    headline: str
    caption: str
    chart: Chart | None
    rows: tuple[Row, ...]
    latest: tuple[Latest, ...]
    empty: str
    guide: Guide
    notes: tuple[Note, ...]


def panel(board: Board) -> Sessions:
    """Completed sessions per day."""
    local = Local.of(board)
    found = series(
        board,
        board.sessions_per_day,
        scale=1,
        short=lambda value: per_day(value).removesuffix(".0"),
        full=lambda value: (
            DASH
            if value is None
            else f"{per_day(value).removesuffix('.0')} session{'' if value == 1 else 's'}"
        ),
        what="Sessions",
        mean=board.overview.sessions_per_day,
        whole_numbers=True,
    )
    newest = sorted(board.sessions, key=lambda row: row.start, reverse=True)[:LATEST]
    return Sessions(
        title="Sessions",
        window=found.window,
        headline=count(board.overview.total_sessions) if found.mean is not None else DASH,
        caption=f"completed, {per_day(found.mean)} a day" if found.mean is not None else "",
        chart=found.chart,
        rows=found.rows,
        latest=tuple(_latest(row, local) for row in newest),
        empty="" if found.chart else _empty(board),
        guide=GUIDES["sessions"],
        notes=notes_beside("sessions", board),
    )


def _empty(board: Board) -> str:
    if any(value is not None for value in board.sessions_per_day.values()):
        return "No completed sessions in these days."
    return "No data for these days yet."


def _latest(row: SessionRow, local: Local) -> Latest:
    words = []
    if row.end is None:
        words.append("still going on")
    elif not row.completed:
        words.append("not counted: no charging")
    words += fed_back(row.export_wh)
    if row.end_inferred:
        words.append("end inferred")
    words += [flag.replace("_", " ") for flag in row.flags if flag not in {"end_inferred", "revised"}]
    return Latest(
        row.key,
        DASH if row.socket is None else str(row.socket),
        local.moment(row.start),
        duration(row.duration_s),
        kilo(row.energy_wh),
        "; ".join(words),
    )
