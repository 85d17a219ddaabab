"""
What went wrong lately, is it still so, and what is there to do?

Source: definitions 2.7. Active errors come first, then the latest. Codes are shown as the charger sent them.
"""

from __future__ import annotations

from collections.abc import Mapping
from operator import attrgetter

import msgspec

from chargeboard.domain.codes import ErrorGroup
from chargeboard.domain.figures.board import Board, ErrorRow
from chargeboard.domain.figures.compared import Compared
from chargeboard.domain.reasons import Oddity, Reason
from chargeboard.guidance.saying import clock_of, text_of
from chargeboard.panels.days import local_of
from chargeboard.panels.differing import chance_of
from chargeboard.panels.errors.words import say
from chargeboard.panels.notes import Note, notes_for
from chargeboard.panels.panel import Panel, of_board
from chargeboard.panels.plain import PlainPanel, Toned
from chargeboard.panels.socket_label import SocketsOfSite, socket_cell
from chargeboard.panels.words import say as say_of_panels
from chargeboard.reasons import sentences, texts_of
from chargeboard.words.dates import dates_through
from chargeboard.words.formats import count
from chargeboard.words.wall_clock import Local

SHOWN = 4
"""More rows than these wait behind a fold."""
MOST = 24
"""More than these are on the page of evidence alone."""
NO_ERRORS = "I06"
"""The insight that says how sure it is that there were none."""


class ErrorLine(msgspec.Struct, frozen=True):
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
    before: str
    """How many began on these days, and on as many before; empty: nothing is known of those."""
    rows: tuple[ErrorLine, ...]
    more: tuple[ErrorLine, ...]
    left_out: int
    empty: str
    notes: tuple[Note, ...]


def panel(board: Board) -> Errors:
    """The errors of the board, worst news first."""
    local, is_past = local_of(board), is_of_past(board)
    ordered = sorted(board.errors, key=lambda row: not row.active)
    names, whole = board.charger.socket_names, len(ordered)
    rows = [_line(row, local, names, is_past=is_past) for row in ordered[:MOST]]
    active = sum(row.active for row in ordered)
    told = _none_told(board)
    shown = max(SHOWN, active) if active <= 2 * SHOWN else 2 * SHOWN
    return Errors(
        title=title(board),
        window=window(board),
        headline=_headline(active, whole, is_past=is_past),
        has_active=bool(active) and not is_past,
        before=_before(board),
        rows=tuple(rows[:shown]),
        more=tuple(rows[shown:]),
        left_out=whole - len(rows),
        empty="" if rows else _empty(board),
        notes=tuple(note for note in notes_for("errors", board) if note.text != told),
    )


def _headline(active: int, whole: int, *, is_past: bool) -> str:
    if not whole:
        return say("headline_empty")
    told = {"open": open_words(is_past=is_past), "whole": whole}
    return say("headline", active=active, **told) if active else say("headline_none", **told)


def _before(board: Board) -> str:
    one = board.before.get(Compared.ERRORS)
    if one is None or not one.compared.difference:
        return ""
    own, before = (int(period.numerator) for period in (one.compared.second, one.compared.first))
    days = (one.window.to - one.window.from_).days
    return say("before", n=days, own=own, before=before, chance=chance_of(one.compared))


def title(board: Board) -> str:
    """What the panel is called: the latest errors, or those of dates that have passed."""
    return say("title_past" if is_of_past(board) else "title")


def is_of_past(board: Board) -> bool:
    """Whether nothing is said of what is active now."""
    return has_past(board) or board.charger.is_history


def window(board: Board) -> str:
    """The dates that the errors are of, and which others are among them."""
    if has_past(board):
        return dates_through(board.errors_window.from_, board.errors_window.through)
    if not any(row.active for row in board.errors):
        return say("of_last_days")
    return say("of_last_days_open" if board.charger.is_history else "of_last_days_active")


def has_past(board: Board) -> bool:
    """Whether the errors are those of dates that have passed, as they stood at their end."""
    return board.errors_window.to < local_of(board).today


def open_words(*, is_past: bool) -> str:
    """How an error is called that has not cleared."""
    return say("open_at_end" if is_past else "active")


def _empty(board: Board) -> str:
    covered = board.errors_coverage_pct
    if told := _none_told(board):
        return told
    if board.charger.first_seen is None:
        return say("unborn")
    return none_recorded(covered)


def none_recorded(covered_pct: float | None) -> str:
    """That there were none, as far as anything is known."""
    if not covered_pct:
        return say("unknown")
    return say("covered", share=covered_pct) if covered_pct < 95 else say("none")


def _none_told(board: Board) -> str:
    clock = clock_of(board)
    return next((text_of(insight, clock) for insight in board.insights if insight.id == NO_ERRORS), "")


def place(row: ErrorRow, names: Mapping[int, str]) -> str:
    """Where the error was."""
    if isinstance(names, SocketsOfSite):
        return names[row.socket]
    return say("socket", number=socket_cell(row.socket, names)) if row.socket else say("charger")


def standing(row: ErrorRow, local: Local, *, is_past: bool = False) -> str:
    """Whether it lasts, or did at the end of dates that have passed; else since when it does not."""
    if row.active:
        return open_words(is_past=is_past)
    return say("cleared_at", at=local.moment(row.cleared_at)) if row.cleared_at else say("over")


def often(row: ErrorRow) -> str:
    """How many reports and episodes there were."""
    return f"{say('times', n=row.reports)}, {episodes_of(row.episodes)}"


def episodes_of(number: int) -> str:
    """How many episodes there were."""
    return say("episodes", n=number)


def open_time(row: ErrorRow) -> str:
    """How long it was open in all; nothing where it never was."""
    return say("open_for", length=row.open_s) if row.open_s else ""


def severity_words(row: ErrorRow) -> str:
    """How bad it is."""
    return say(row.severity)


_ODD = frozenset(map(str, Oddity))
_PARTIES = {"driver": "driver", "operator": "operator", "charger": "maintainer", "car": "car"}


def turn(row: ErrorRow) -> str:
    """Who can resolve it by the vocabulary's own table; nothing where that does not say."""
    *others, last = [say(_PARTIES[party]) if party in _PARTIES else party for party in row.turn] or [""]
    who = say("turn_or", others=", ".join(others), last=last) if others else last
    return say("turn", who=who) if who else ""


def info_words(group: ErrorGroup, info: str) -> str:
    """What a charger said beside an error; of a message that could not be read, what was odd in it."""
    if group != ErrorGroup.COMMUNICATION or not all(code in _ODD for code in info.split()):
        return info
    return texts_of(Reason(code, {"field": "payload"}) for code in info.split())


def _line(row: ErrorRow, local: Local, names: Mapping[int, str], *, is_past: bool) -> ErrorLine:
    since, first = local.moment(row.first_seen), local.moment(row.first_ever)
    is_new = row.first_ever == row.first_seen
    return ErrorLine(
        code=row.code,
        vendor_code=row.vendor_code or "",
        socket=place(row, names),
        number=row.socket,
        is_active=row.active and not is_past,
        status=standing(row, local, is_past=is_past),
        severity=severity_words(row),
        often=often(row),
        open_time=open_time(row),
        first=say("since", at=since) if is_new else say("since_first", at=since, first=first),
        last=local.moment(row.last_seen),
        info=info_words(row.group, row.info),
        meaning=sentences(row.meaning),
        action=sentences(row.action),
        turn=turn(row),
    )


def plain(board: Board, _columns: int) -> tuple[PlainPanel, ...]:
    """A row an error, as the page orders them."""
    head = f"{title(board)}  {window(board)}"
    if not board.errors:
        nothing = say("plain_none") if board.errors_coverage_pct else say_of_panels("nothing_known")
        return (PlainPanel(head, (nothing,)),)
    heads = (
        say("plain_last"),
        say("plain_socket"),
        say("plain_code"),
        say("plain_times"),
        "",
        say("plain_meaning"),
    )
    local, is_past = local_of(board), is_of_past(board)
    rows = (
        (
            local.moment(row.last_seen),
            say("plain_charger") if row.socket == 0 else str(row.socket),
            Toned(
                row.code if row.vendor_code is None else f"{row.code} / {row.vendor_code}",
                "worst" if row.active else "",
            ),
            count(row.episodes),
            open_words(is_past=is_past) if row.active else say("plain_cleared"),
            f"{sentences(row.meaning) or info_words(row.group, row.info)} {turn(row)}".strip(),
        )
        for row in board.errors
    )
    return (PlainPanel(head, heads=heads, rows=tuple(rows)),)


PANEL = Panel(
    "errors",
    60,
    say,
    of_board(panel),
    plain,
    ("errors", "errors_window", "errors_coverage_pct"),
    ground=attrgetter("errors", "errors_window", "errors_coverage_pct"),
)
