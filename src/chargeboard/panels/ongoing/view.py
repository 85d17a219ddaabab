"""
Who is charging now, how long, and how much energy has flowed?

Source: definitions 2.6. What is old or only worked out is said to be so.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from chargeboard.domain.figures.board import Board
from chargeboard.domain.figures.session_rows import OngoingSession
from chargeboard.drawing.states import label, paint
from chargeboard.panels.days import local_of
from chargeboard.panels.figure_dates import is_over
from chargeboard.panels.notes import Note, notes_for
from chargeboard.panels.ongoing.words import say
from chargeboard.panels.panel import Panel, of_board
from chargeboard.panels.plain import PlainPanel
from chargeboard.panels.socket_label import socket_label
from chargeboard.panels.words import say as say_of_panels
from chargeboard.time.instants import seconds_of
from chargeboard.words.formats import DASH, about, duration, energy, kilo, power
from chargeboard.words.wall_clock import Local

MILLISECOND = 1000


class Curve(msgspec.Struct, frozen=True):
    """The power of late: points of a line in a box of 100 by 24, and what it shows in words."""

    points: str
    label: str


class OpenSession(msgspec.Struct, frozen=True):
    """One open session."""

    key: str
    socket: str
    state: str
    state_name: str
    paint: str
    since: str
    duration: str
    energy_kwh: str
    power_kw: str
    power_age: str
    power_is_guess: bool
    power_is_old: bool
    soc: str
    stale: str
    """Why the row may be out of date; empty where it is not."""
    began_ms: int | None
    """Since when the duration runs, in milliseconds since the epoch; None: it stands still."""
    power_ms: int | None
    """Since when the power is so old."""
    curve: Curve | None


class Ongoing(msgspec.Struct, frozen=True):
    """The panel."""

    at: str
    active: int
    energy_wh: float
    rows: tuple[OpenSession, ...]
    left_out: int
    empty: str
    notes: tuple[Note, ...]


def panel(board: Board) -> Ongoing:
    """The open sessions at the instant of the query."""
    local, ongoing, names = local_of(board), board.ongoing, board.charger.socket_names
    is_past = board.charger.is_history or is_over(board)
    return Ongoing(
        at=local.to_the_second(board.at),
        active=ongoing.active_sessions,
        energy_wh=ongoing.energy_wh,
        rows=() if is_past else tuple(_open(session, local, names) for session in ongoing.sessions),
        left_out=0 if is_past else ongoing.active_sessions - len(ongoing.sessions),
        empty="" if ongoing.sessions and not is_past else _empty(board),
        notes=notes_for("ongoing", board),
    )


def _empty(board: Board) -> str:
    if board.charger.first_seen is None:
        return say("unborn")
    if is_over(board):
        return say("passed")
    if board.charger.is_history:
        left = board.ongoing.active_sessions
        return say("left_open", n=left) if left else say("none_open")
    return say("none_at_loss" if board.charger.is_online is False else "none")


def _open(session: OngoingSession, local: Local, names: Mapping[int, str]) -> OpenSession:
    shown, age = _power(session)
    is_running = not session.stale
    return OpenSession(
        key=session.key,
        socket=say_of_panels("socket", number=DASH)
        if session.socket is None
        else socket_label(session.socket, names),
        state=session.state,
        state_name=label(session.state),
        paint=paint(session.state),
        since=", ".join([say("started", at=local.moment(session.start)), *_fed_back(session)]),
        duration=duration(session.duration_s),
        energy_kwh=kilo(session.energy_wh),
        power_kw=shown,
        power_age=age,
        power_is_guess=session.power_w is None and session.power_estimated_w is not None,
        power_is_old=session.power_is_old or session.stale,
        soc=DASH if session.soc_pct is None else say("charged", share=session.soc_pct),
        stale=_stale(session, local),
        began_ms=session.start // MILLISECOND if is_running else None,
        power_ms=session.power_at // MILLISECOND if is_running and session.power_at else None,
        curve=_curve(session),
    )


def _fed_back(session: OngoingSession) -> list[str]:
    """What the vehicle gave back, where it did (V2G)."""
    return [say_of_panels("fed_back", energy=session.export_wh)] if session.export_wh else []


def _power(session: OngoingSession) -> tuple[str, str]:
    if session.power_w is not None:
        return kilo(session.power_w), about(session.power_age_s)
    if session.power_estimated_w is not None:
        return say("guess", power=session.power_estimated_w), ""
    return DASH, ""


def _curve(session: OngoingSession) -> Curve | None:
    """From zero to the highest value; None where there are too few points to speak of a course."""
    points = [(at, max(0.0, watts)) for at, watts in session.recent_power]
    if len(points) < 3:
        return None
    first, last = points[0][0], points[-1][0]
    highest = max(watts for _, watts in points) or 1.0
    drawn = [
        f"{100 * (at - first) / max(1, last - first):.1f},{23 - 22 * watts / highest:.1f}"
        for at, watts in points
    ]
    lowest = min(watts for _, watts in points)
    told = say("curve", length=seconds_of(last - first), lowest=lowest, highest=highest)
    return Curve(" ".join(drawn), told)


def _stale(session: OngoingSession, local: Local) -> str:
    if not session.stale:
        return ""
    last = session.last_contact
    return say("lost_since", at=local.moment(last)) if last else say("lost")


def plain(board: Board, _columns: int) -> tuple[PlainPanel, ...]:
    """A row a session; nothing beside dates that have passed."""
    local, ongoing = local_of(board), board.ongoing
    if is_over(board):
        return ()
    if not ongoing.sessions:
        return (PlainPanel(say("plain_title"), (say("plain_none"),)),)
    heads = (
        say("plain_socket"),
        say("plain_since"),
        say("plain_duration"),
        say("plain_energy"),
        say("plain_power"),
        say("plain_state"),
        "",
    )
    rows = (
        (
            DASH if session.socket is None else str(session.socket),
            local.moment(session.start),
            duration(session.duration_s),
            "; ".join([energy(session.energy_wh), *_fed_back(session)]),
            _plain_power(session),
            label(session.state),
            say("plain_lost", at=local.moment(session.last_contact) if session.last_contact else DASH)
            if session.stale
            else "",
        )
        for session in ongoing.sessions
    )
    head = say("plain_headline", n=ongoing.active_sessions, energy=ongoing.energy_wh)
    return (PlainPanel(say("plain_title"), (head,), heads, tuple(rows)),)


def _plain_power(session: OngoingSession) -> str:
    if session.power_w is not None:
        return power(session.power_w)
    guess = session.power_estimated_w
    return DASH if guess is None else say("plain_guess", power=guess)


PANEL = Panel("ongoing", 20, say, of_board(panel), plain, ("ongoing",))
