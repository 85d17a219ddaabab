"""
What went wrong lately, is it still so, and what is there to do?

Source: definitions 2.7. Active errors come first, then the latest. Codes are shown as the charger sent them.
"""

from __future__ import annotations

import msgspec

from chargeboard.domain.board import Board, ErrorRow
from chargeboard.panels.interpret import GUIDES, Guide
from chargeboard.panels.notes import Note, notes_for
from chargeboard.view.when import Local
from chargeboard.words.dates import dates_through
from chargeboard.words.formats import about, percent, several

SHOWN = 4
"""More rows than these wait behind a fold."""


NO_ERRORS = "I06"
"""The insight that says how sure it is that there were none."""


class Row(msgspec.Struct, frozen=True):
    """One error of one socket."""

    code: str
    vendor_code: str
    socket: str
    number: int
    is_active: bool
    status: str
    severity: str
    often: str
    open_time: str
    first: str
    last: str
    info: str
    meaning: str
    action: str
    turn: str


class Errors(msgspec.Struct, frozen=True):
    """The panel."""

    title: str
    window: str
    headline: str
    has_active: bool
    rows: tuple[Row, ...]
    more: tuple[Row, ...]
    empty: str
    guide: Guide
    notes: tuple[Note, ...]


def panel(board: Board) -> Errors:
    """The errors of the board, worst news first."""
    local, is_past = Local.of(board), has_past(board) or board.charger.is_history
    ordered = sorted(board.errors, key=lambda row: not row.active)
    rows = [_row(row, local, is_past=is_past) for row in ordered]
    active = sum(row.active for row in ordered)
    said = _none_said(board)
    shown = max(SHOWN, active) if active <= 2 * SHOWN else 2 * SHOWN
    return Errors(
        title="Errors" if is_past else "Latest errors",
        window=window(board),
        headline=f"{active or 'None'} {open_words(is_past=is_past)}, {len(rows)} in all" if rows else "None",
        has_active=bool(active) and not is_past,
        rows=tuple(rows[:shown]),
        more=tuple(rows[shown:]),
        empty="" if rows else _empty(board),
        guide=GUIDES["errors"],
        notes=tuple(note for note in notes_for("errors", board) if note.text != said),
    )


def window(board: Board) -> str:
    """The dates that the errors are of, and which others are among them."""
    if has_past(board):
        return dates_through(board.errors_window.from_, board.errors_window.through)
    if not any(row.active for row in board.errors):
        return "last 7 days and today"
    left = "were open at the last message" if board.charger.is_history else "are active"
    return f"last 7 days and today, and all that {left}"


def has_past(board: Board) -> bool:
    """Whether the errors are those of dates that have passed, as they stood at their end."""
    return board.errors_window.to < Local.of(board).today


def open_words(*, is_past: bool) -> str:
    """How an error is called that has not cleared."""
    return "open at the end" if is_past else "active"


def _empty(board: Board) -> str:
    covered = board.errors_coverage_pct
    if told := _none_said(board):
        return told
    if board.charger.first_seen is None:
        return "No errors can be known before the charger connects."
    if not covered:
        return "Nothing is known of these days, so no fault can be."
    if covered < 95:
        return f"No faults recorded, but only {percent(covered)} of the time is known."
    return "No recorded faults: ideal stability."


def _none_said(board: Board) -> str:
    return next((one.text for one in board.insights if one.id == NO_ERRORS), "")


def place(row: ErrorRow) -> str:
    """Where the error was."""
    return f"socket {row.socket}" if row.socket else "whole charger"


def standing(row: ErrorRow, local: Local, *, is_past: bool = False) -> str:
    """Whether it lasts, or did at the end of dates that have passed; else since when it does not."""
    if row.active:
        return open_words(is_past=is_past)
    return f"cleared {local.moment(row.cleared_at)}" if row.cleared_at else "over"


def often(row: ErrorRow) -> str:
    """How many reports and episodes there were."""
    return f"{several(row.reports, 'time')}, {several(row.episodes, 'episode')}"


_PARTIES = {
    "driver": "the driver",
    "operator": "the operator",
    "charger": "the charger and who maintains it",
    "car": "the car and its maker",
}


def turn(row: ErrorRow) -> str:
    """Who can resolve it by the vocabulary's own table; nothing where that does not say."""
    who = [_PARTIES.get(one, one) for one in row.turn]
    return (
        f"Who can resolve it: {', '.join(who[:-1])}{' or ' if len(who) > 1 else ''}{who[-1]}." if who else ""
    )


def _row(row: ErrorRow, local: Local, *, is_past: bool) -> Row:
    return Row(
        code=row.code,
        vendor_code=row.vendor_code or "",
        socket=place(row),
        number=row.socket,
        is_active=row.active and not is_past,
        status=standing(row, local, is_past=is_past),
        severity=row.severity,
        often=often(row),
        open_time=f"open {about(row.open_s)}" if row.open_s else "",
        first=f"since {local.moment(row.first_seen)}"
        + (f", first seen {local.moment(row.first_ever)}" if row.first_ever != row.first_seen else ""),
        last=local.moment(row.last_seen),
        info=row.info,
        meaning=row.meaning,
        action=row.action,
        turn=turn(row),
    )
