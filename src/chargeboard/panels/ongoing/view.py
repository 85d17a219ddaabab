"""
Who is charging now, how long, and how much energy has flowed?

Source: definitions 2.6. What is old or only worked out is said to be so.
"""

from __future__ import annotations

import msgspec

from chargeboard.domain.board import Board, OngoingSession
from chargeboard.drawing.states import paint
from chargeboard.panels.figure_dates import is_over
from chargeboard.panels.interpret import GUIDES, Guide
from chargeboard.panels.notes import Note, notes_for
from chargeboard.panels.sessions.fed_back import fed_back
from chargeboard.time.instants import seconds_of
from chargeboard.view.when import Local, instant
from chargeboard.words.formats import DASH, about, count, duration, energy, kilo, power, several

MILLISECOND = 1000


class Curve(msgspec.Struct, frozen=True):
    """The power of late: points of a line in a box of 100 by 24, and what it shows in words."""

    points: str
    label: str


class Row(msgspec.Struct, frozen=True):
    """One open session."""

    key: str
    socket: str
    state: str
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
    """The same for the age of the power."""
    curve: Curve | None


class Ongoing(msgspec.Struct, frozen=True):
    """The panel."""

    title: str
    at: str
    active: str
    energy: str
    headline: str
    rows: tuple[Row, ...]
    empty: str
    guide: Guide
    notes: tuple[Note, ...]


def panel(board: Board) -> Ongoing:
    """The open sessions at the instant of the query."""
    local, ongoing = Local.of(board), board.ongoing
    is_past = board.charger.is_history or is_over(board)
    return Ongoing(
        title="Ongoing sessions",
        at=local.to_the_second(board.at),
        active=count(ongoing.active_sessions),
        energy=energy(ongoing.energy_wh),
        headline=several(ongoing.active_sessions, "active session"),
        rows=() if is_past else tuple(_row(one, local) for one in ongoing.sessions),
        empty="" if ongoing.sessions and not is_past else _empty(board),
        guide=GUIDES["ongoing"],
        notes=notes_for("ongoing", board),
    )


def _empty(board: Board) -> str:
    if board.charger.first_seen is None:
        return "Nothing to show before the charger connects."
    if is_over(board):
        return "The figures are of days that have passed. Who is charging now is told beside the last 7 days."
    if board.charger.is_history:
        left = board.ongoing.active_sessions
        open_then = several(left, "session") if left else "No session"
        return (
            f"{open_then} {'were' if left > 1 else 'was'} open at the last message. Nothing is known since."
        )
    if board.charger.is_online is False:
        return "No session was open when contact was lost. New sessions will appear when it returns."
    return "Nobody is charging at the moment."


def _row(session: OngoingSession, local: Local) -> Row:
    shown, age = _power(session)
    is_running = not session.stale
    return Row(
        key=session.key,
        socket=f"Socket {DASH if session.socket is None else session.socket}",
        state=session.state,
        paint=paint(session.state),
        since=", ".join([f"started {local.moment(session.start)}", *fed_back(session.export_wh)]),
        duration=duration(session.duration_s),
        energy_kwh=kilo(session.energy_wh),
        power_kw=shown,
        power_age=age,
        power_is_guess=session.power_w is None and session.power_estimated_w is not None,
        power_is_old=session.power_is_old or session.stale,
        soc=DASH if session.soc_pct is None else f"{count(session.soc_pct)}%",
        stale=_stale(session, local),
        began_ms=instant(session.start) // MILLISECOND if is_running else None,
        power_ms=instant(session.power_at) // MILLISECOND if is_running and session.power_at else None,
        curve=_curve(session),
    )


def _power(session: OngoingSession) -> tuple[str, str]:
    if session.power_w is not None:
        return kilo(session.power_w), about(session.power_age_s)
    if session.power_estimated_w is not None:
        return f"~{kilo(session.power_estimated_w)}", ""
    return DASH, ""


def _curve(session: OngoingSession) -> Curve | None:
    """From zero to the highest value; None where there are too few points to speak of a course."""
    points = [(instant(at), max(0.0, watts)) for at, watts in session.recent_power]
    if len(points) < 3:
        return None
    first, last = points[0][0], points[-1][0]
    highest = max(watts for _, watts in points) or 1.0
    drawn = [
        f"{100 * (at - first) / max(1, last - first):.1f},{23 - 22 * watts / highest:.1f}"
        for at, watts in points
    ]
    lowest = min(watts for _, watts in points)
    span = about(seconds_of(last - first))
    return Curve(" ".join(drawn), f"Power of the last {span}: {kilo(lowest)} to {power(highest)}")


def _stale(session: OngoingSession, local: Local) -> str:
    if not session.stale:
        return ""
    return f"no contact since {local.moment(session.last_contact)}" if session.last_contact else "no contact"
