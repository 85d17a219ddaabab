"""
Who is charging now, how long, and how much energy has flowed?

Source: definitions 2.6. What is old or only worked out is said to be so.
"""

from __future__ import annotations

import msgspec

from chargeboard.domain.board import Board, OngoingSession
from chargeboard.view.display import DASH, about, count, duration, energy, kilo, several
from chargeboard.view.interpret import GUIDES, Guide
from chargeboard.view.notes import Note, notes_for
from chargeboard.view.states import paint
from chargeboard.view.when import Local


class Row(msgspec.Struct, frozen=True):
    """One open session."""

    socket: str
    state: str
    paint: str
    since: str
    duration: str
    energy_kwh: str
    power_kw: str
    power_hint: str
    power_is_old: bool
    soc: str
    stale: str
    """Why the row may be out of date; empty where it is not."""


class Ongoing(msgspec.Struct, frozen=True):
    """The panel."""

    title: str
    window: str
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
    return Ongoing(
        title="Ongoing sessions",
        window=f"live, as of {local.to_the_second(board.at)}",
        active=count(ongoing.active_sessions),
        energy=energy(ongoing.energy_wh),
        headline=several(ongoing.active_sessions, "active session"),
        rows=tuple(_row(session, local) for session in ongoing.sessions),
        empty="" if ongoing.sessions else _empty(board),
        guide=GUIDES["ongoing"],
        notes=notes_for("ongoing", board.insights),
    )


def _empty(board: Board) -> str:
    if board.charger.first_seen is None:
        return "Nothing to show before the charger connects."
    if board.charger.is_online is False:
        return "No session was open when contact was lost. Newer ones will appear when it returns."
    return "Nobody is charging at the moment."


def _row(session: OngoingSession, local: Local) -> Row:
    shown, hint = _power(session)
    return Row(
        socket=f"Socket {DASH if session.socket is None else session.socket}",
        state=session.state,
        paint=paint(session.state),
        since=f"started {local.moment(session.start)}",
        duration=duration(session.duration_s),
        energy_kwh=kilo(session.energy_wh),
        power_kw=shown,
        power_hint=hint,
        power_is_old=session.power_is_old or session.stale,
        soc=DASH if session.soc_pct is None else f"{count(session.soc_pct)}%",
        stale=_stale(session, local),
    )


def _power(session: OngoingSession) -> tuple[str, str]:
    if session.power_w is not None:
        return kilo(session.power_w), f"{about(session.power_age_s)} old" if session.power_is_old else ""
    if session.power_estimated_w is not None:
        return f"~{kilo(session.power_estimated_w)}", "from the meter"
    return DASH, ""


def _stale(session: OngoingSession, local: Local) -> str:
    if not session.stale:
        return ""
    return f"no contact since {local.moment(session.last_contact)}" if session.last_contact else "no contact"
