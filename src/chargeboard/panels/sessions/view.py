"""
How many sessions were completed each day?

Source: definitions 2.4. The latest transactions are listed too, with those that count as no session.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from chargeboard.domain.codes import SessionFlag
from chargeboard.domain.figures.board import Board
from chargeboard.domain.figures.compared import Compared
from chargeboard.domain.figures.session_rows import SessionRow
from chargeboard.drawing.bars import Chart
from chargeboard.panels.days import incomplete, local_of
from chargeboard.panels.notes import Note, notes_beside
from chargeboard.panels.panel import Panel, of_board
from chargeboard.panels.per_day import DayValue, plain_days, series
from chargeboard.panels.plain import PlainPanel
from chargeboard.panels.sessions.words import say
from chargeboard.panels.socket_label import socket_cell
from chargeboard.panels.words import say as say_of_panels
from chargeboard.words.formats import DASH, count, duration, kilo, number
from chargeboard.words.wall_clock import Local

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

    window: str
    headline: str
    caption: str
    chart: Chart | None
    rows: tuple[DayValue, ...]
    heading_before: str
    latest: tuple[Latest, ...]
    empty: str
    notes: tuple[Note, ...]


def panel(board: Board) -> Sessions:
    """Completed sessions per day."""
    local, mean = local_of(board), board.overview.sessions_per_day
    days = series(
        board,
        board.sessions_per_day,
        scale=1,
        short=number,
        full=_number,
        say=say,
        figure=Compared.SESSIONS,
        mean=mean,
    )
    newest = sorted(board.sessions, key=lambda row: row.start, reverse=True)[:LATEST]
    return Sessions(
        window=days.window,
        headline=DASH if days.mean is None else count(board.overview.total_sessions),
        caption="" if days.mean is None else say("caption", mean=days.mean),
        chart=days.chart,
        rows=days.rows,
        heading_before=days.heading_before,
        latest=tuple(_latest(row, local, board.charger.socket_names) for row in newest),
        empty="" if days.chart else _empty(board),
        notes=notes_beside("sessions", board),
    )


def _number(sessions: float | None) -> str:
    """A number of them, or a mean."""
    if sessions is None:
        return DASH
    whole = int(sessions)
    return say("sessions", n=whole) if whole == sessions else say("on_average", mean=sessions)


def _empty(board: Board) -> str:
    is_known = any(value is not None for value in board.sessions_per_day.values())
    return say("none" if is_known else "no_data")


def _latest(row: SessionRow, local: Local, names: Mapping[int, str]) -> Latest:
    remarks = []
    if row.end is None:
        remarks.append(say("open"))
    elif not row.completed:
        remarks.append(say_of_panels("uncounted"))
    if row.export_wh:
        remarks.append(say_of_panels("fed_back", energy=row.export_wh))
    if row.end_inferred:
        remarks.append(say("end_inferred"))
    remarks += [say(f"flag_{flag}") for flag in row.flags if flag != SessionFlag.REVISED]
    return Latest(
        row.key,
        DASH if row.socket is None else socket_cell(row.socket, names),
        local.moment(row.start),
        duration(row.duration_s),
        kilo(row.energy_wh),
        "; ".join(remarks),
    )


def plain(board: Board, _columns: int) -> tuple[PlainPanel, ...]:
    """A row of steps."""
    return (plain_days(say("plain_title"), board.sessions_per_day, count),)


def _ground(board: Board) -> object:
    days = board.sessions_per_day, board.revised_days, incomplete(board)
    return days, board.sessions, board.overview.sessions_per_day, board.overview.total_sessions


PANEL = Panel(
    "sessions",
    70,
    say,
    of_board(panel),
    plain,
    ("sessions_per_day", "sessions", "revised_days"),
    ground=_ground,
)
