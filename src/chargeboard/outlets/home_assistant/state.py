"""
How does a charger stand, as a document of a few numbers?

What is not known is null. Wh, W and percent, rounded to what a meter can tell, so that nothing is published
again that nobody could tell apart.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec

from chargeboard.domain.conclusions import UNHEARD, State
from chargeboard.domain.figures.board import ErrorRow, FleetRow, SocketNow
from chargeboard.domain.figures.session_rows import OngoingSession
from chargeboard.outlets.standing import ChargerStanding
from chargeboard.time.days import day_of, midnight
from chargeboard.time.instants import Instant, text_of

_LONGEST = 255
"""Home Assistant takes no longer state."""
OnOff = Literal["on", "off"]


class SocketState(msgspec.Struct, frozen=True, kw_only=True):
    """A socket."""

    state: State
    since: str | None
    power_w: int | None
    """Of the session that is running; 0 where none is."""
    session_energy_wh: int | None
    """What it has got so far."""
    session_start: str | None
    soc_pct: float | None
    """How full the car's battery is."""


class DeviceState(msgspec.Struct, frozen=True, kw_only=True):
    """A charger. Instants are RFC 3339 in UTC."""

    connected: OnOff | None
    problem: OnOff
    """Whether an error lasts, or a socket is faulted."""
    last_error: str | None
    last_error_at: str | None
    energy_today_wh: int | None
    today_since: str | None
    """Local midnight: when the energy of today began at zero."""
    energy_30_days_wh: int | None
    """Of the last thirty complete local days."""
    sessions_today: int | None
    utilization_pct: float | None
    success_pct: float | None
    sockets: dict[str, SocketState]
    """By number."""


def state_of(standing: ChargerStanding) -> DeviceState:
    """What is published of a charger."""
    row = standing.row
    error, today = _last_error(standing), _today(standing)
    return DeviceState(
        connected=None if row.is_online is None else _on(row.is_online),
        problem=_on(row.active_errors > 0 or any(socket.state == "faulted" for socket in row.sockets)),
        last_error=None if error is None else _told(error),
        last_error_at=None if error is None else text_of(error.last_seen),
        energy_today_wh=_whole(row.energy_today_wh),
        today_since=None if today is None else text_of(midnight(today, row.timezone)),
        energy_30_days_wh=_whole(_energy_before(standing, today)),
        sessions_today=row.sessions_today,
        utilization_pct=_share(row.utilization.pct),
        success_pct=_share(row.success.pct),
        sockets={
            str(socket.socket): _socket(socket, standing.session_at(socket.socket), row)
            for socket in row.sockets
        },
    )


def _socket(socket: SocketNow, session: OngoingSession | None, row: FleetRow) -> SocketState:
    return SocketState(
        state=socket.state,
        since=_text(socket.since),
        power_w=_power(socket.state, session, is_history=row.is_history),
        session_energy_wh=None if session is None else _whole(session.energy_wh),
        session_start=None if session is None else text_of(session.start),
        soc_pct=None if session is None else _share(session.soc_pct),
    )


def _power(state: State, session: OngoingSession | None, *, is_history: bool) -> int | None:
    """Who charges nobody gives nothing; of who is not heard nothing is known."""
    if state in UNHEARD or is_history:
        return None
    if session is None:
        return None if state in {"charging", "suspended"} else 0
    return _whole(session.power_estimated_w if session.power_is_old else session.power_w)


def _last_error(standing: ChargerStanding) -> ErrorRow | None:
    errors = standing.part.errors if standing.part is not None else []
    return max(errors, key=lambda error: (error.active, error.last_seen), default=None)


def _told(error: ErrorRow) -> str:
    code = f"{error.code} ({error.vendor_code})" if error.vendor_code else error.code
    return f"{code}: {error.info}"[:_LONGEST] if error.info else code[:_LONGEST]


def _today(standing: ChargerStanding) -> date | None:
    return None if standing.part is None else day_of(standing.part.at, standing.row.timezone)


def _energy_before(standing: ChargerStanding, today: date | None) -> float | None:
    """As the panel of energy adds up."""
    days = standing.part.days if standing.part is not None else []
    known = [day.energy_wh for day in days if day.on != today and day.energy_wh is not None]
    return sum(known) if known else None


def _on(holds: bool) -> OnOff:  # noqa: FBT001 - it is what is told
    return "on" if holds else "off"


def _whole(number: float | None) -> int | None:
    return None if number is None else round(number)


def _share(pct: float | None) -> float | None:
    return None if pct is None else round(pct, 1)


def _text(at: Instant | None) -> str | None:
    return None if at is None else text_of(at)
