"""
Which charger needs a look first?

One row per charger, worst first; every other order is one click away.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from chargeboard.domain.board import FleetRow, Headline
from chargeboard.domain.instants import Instant
from chargeboard.domain.records import Credential
from chargeboard.view.display import count, energy, hours, kilo, percent, several
from chargeboard.view.header import Socket, sockets_of
from chargeboard.view.notes import Note, notes
from chargeboard.view.success import TARGET_PCT
from chargeboard.view.when import Local

NAMED_SOCKETS = 2
"""More sockets than this are counted by state."""

_SEVERITY = {"critical": 3, "warning": 2, "info": 0, "good": 0}


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One charger."""

    id: str
    name: str
    site: str
    is_online: bool | None
    contact: str
    sockets: tuple[Socket, ...]
    active: str
    utilization: str
    utilization_fraction: str
    success: str
    success_fraction: str
    success_is_low: bool
    sessions_today: str
    energy_today_kwh: str
    active_errors: int
    attention: int
    note: Note | None


class Waiting(msgspec.Struct, frozen=True):
    """A charger that nobody approved yet, and since when it asks."""

    id: str
    asked: str


class Fleet(msgspec.Struct, frozen=True):
    """The list."""

    rows: tuple[Row, ...]
    waiting: tuple[Waiting, ...]
    summary: str
    at: str
    sort: str
    columns: tuple[tuple[str, str], ...]


def _need(row: FleetRow) -> tuple[float | str, ...]:
    worst = _SEVERITY.get(row.worst_insight.severity, 0) if row.worst_insight else 0
    faulted = sum(one.state == "faulted" for one in row.sockets)
    return (
        -worst,
        -faulted,
        row.is_online is not False,
        -row.active_errors,
        -row.attention,
        (row.name or row.id).lower(),
    )


def _ratio(head: Headline) -> float:
    return 101.0 if head.pct is None else head.pct


ORDERS: dict[str, tuple[str, Callable[[FleetRow], tuple[float | str, ...]]]] = {
    "need": ("Attention", _need),
    "name": ("Charger", lambda row: ((row.name or row.id).lower(), row.id)),
    "sessions": ("Sessions today", lambda row: (-row.sessions_today, row.id)),
    "energy": ("Energy today", lambda row: (-(row.energy_today_wh or 0), row.id)),
    "utilization": ("Utilization", lambda row: (-(row.utilization.pct or 0), row.id)),
    "success": ("Success", lambda row: (_ratio(row.success), row.id)),
}


def clock(rows: Sequence[FleetRow], moment: Instant) -> str:
    """An instant on the wall of all chargers, or in UTC where they have several."""
    zones = {row.timezone for row in rows}
    return Local(zones.pop(), moment).to_the_second(moment) if len(zones) == 1 else utc(moment)


def utc(moment: Instant) -> str:
    """An instant where no charger's wall is meant."""
    return f"{Local('UTC', moment).to_the_second(moment)} UTC"


def panel(
    rows: Sequence[FleetRow], now: Instant, sort: str = "need", waiting: Sequence[Credential] = ()
) -> Fleet:
    """The list in an order; an unknown order is the one by need."""
    chosen = sort if sort in ORDERS else "need"
    ordered = sorted(rows, key=ORDERS[chosen][1])
    return Fleet(
        tuple(_row(row, Local(row.timezone, now)) for row in ordered),
        tuple(Waiting(one.station, Local("UTC", now).moment(one.asked_at or now)) for one in waiting),
        _summary(rows),
        clock(rows, now),
        chosen,
        tuple((name, label) for name, (label, _) in ORDERS.items()),
    )


def _summary(rows: Sequence[FleetRow]) -> str:
    if not rows:
        return ""
    gone = sum(row.is_online is False for row in rows)
    words = [several(len(rows), "charger")]
    if gone:
        words.append(f"{count(gone)} without contact")
    active = sum(row.active_sessions for row in rows)
    words.append(f"{several(active, 'active session')}, {energy(sum(row.energy_now_wh for row in rows))}")
    return " · ".join(words)


def _row(row: FleetRow, local: Local) -> Row:
    found = notes([row.worst_insight]) if row.worst_insight else ()
    return Row(
        id=row.id,
        name=row.name or row.id,
        site=row.site,
        is_online=row.is_online,
        contact=_contact(row, local),
        sockets=sockets_of(row.sockets, local, NAMED_SOCKETS),
        active=count(row.active_sessions),
        utilization=percent(row.utilization.pct),
        utilization_fraction=_hours(row.utilization),
        success=percent(row.success.pct),
        success_fraction=f"{count(row.success.numerator)}/{count(row.success.denominator)}"
        if row.success.denominator
        else "",
        success_is_low=row.success.pct is not None and row.success.pct < TARGET_PCT,
        sessions_today=count(row.sessions_today),
        energy_today_kwh=kilo(row.energy_today_wh),
        active_errors=row.active_errors,
        attention=row.attention,
        note=next((note for note in found if note.severity in {"critical", "warning"}), None),
    )


def _hours(head: Headline) -> str:
    return f"{hours(head.numerator)}/{hours(head.denominator)} h" if head.denominator else ""


def _contact(row: FleetRow, local: Local) -> str:
    if row.last_contact is None:
        return "never connected"
    if row.is_online:
        return "connected"
    return f"no contact since {local.moment(row.last_contact)}"
