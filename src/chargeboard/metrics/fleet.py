"""
Which charger needs a look first?

A line is what the list is ordered, filtered and counted by; the rows themselves are needed for one page only.
"""

from __future__ import annotations

from collections.abc import Iterable
from struct import Struct
from typing import Final

import msgspec

from chargeboard.domain.figures.board import FleetRow
from chargeboard.domain.figures.fleet import FleetCounts, FleetKind, FleetOrder
from chargeboard.domain.figures.needs import urgency
from chargeboard.domain.records import Line

_REAL: Final = Struct(">d")
_SIGN: Final = 1 << 63
_ALL: Final = (1 << 64) - 1
_NOTHING_TO_MEND: Final = 101.0
"""Where the lowest success comes first, a charger without attempts is the last."""


def line_of(row: FleetRow) -> Line:
    """The line of a row."""
    success = row.success.pct
    return Line(
        station=row.id,
        name=(row.name or row.id).lower(),
        text=" ".join([row.name, row.id, row.site, *map(tag_word, row.tags)]).casefold(),
        timezone=row.timezone,
        worst=urgency(row.worst_insight.need) if row.worst_insight else 0,
        faulted=0 if row.is_history else sum(socket.state == "faulted" for socket in row.sockets),
        is_offline=row.is_online is False and not row.is_history,
        active_errors=row.active_errors,
        attention=row.attention,
        sessions_today=row.sessions_today or 0,
        energy_today_wh=row.energy_today_wh or 0.0,
        utilization_pct=row.utilization.pct or 0.0,
        success_pct=_NOTHING_TO_MEND if success is None else success,
        active_sessions=row.active_sessions,
        energy_now_wh=row.energy_now_wh,
        site=row.site,
        protocol=row.protocol,
        tags=msgspec.json.encode(row.tags).decode(),
    )


def tag_word(tag: str) -> str:
    """A tag as a word of a line's text: no other tag has it as a part, nor has a name."""
    return f"#{'_'.join(tag.casefold().split())};"


def shown_in(line: Line) -> list[FleetKind]:
    """Among which kinds a line is shown."""
    told = (True, line.attention > 0, line.is_offline, line.faulted > 0)
    return [kind for kind, is_shown in zip(FleetKind, told, strict=True) if is_shown]


def place_of(line: Line, order: FleetOrder) -> bytes:
    """Where a line stands in an order: the first is the least; what is equal is by station."""
    match order:
        case FleetOrder.NEED:
            urgent = (line.worst, line.faulted, line.is_offline, line.active_errors, line.attention)
            return b"".join([_descending(number) for number in urgent]) + line.name.encode()
        case FleetOrder.NAME:
            return line.name.encode()
        case FleetOrder.SESSIONS:
            return _descending(line.sessions_today)
        case FleetOrder.ENERGY:
            return _descending(line.energy_today_wh)
        case FleetOrder.UTILIZATION:
            return _descending(line.utilization_pct)
        case FleetOrder.SUCCESS:
            return _descending(-line.success_pct)


def _descending(number: float) -> bytes:
    """Bytes that are the less the larger a number is."""
    bits = int.from_bytes(_REAL.pack(0.0 - number))  # of nothing never a negative one
    return (bits ^ (_ALL if bits & _SIGN else _SIGN)).to_bytes(8)


def counts(lines: Iterable[Line]) -> FleetCounts:
    """How many there are of all, whatever page is looked at."""
    told = list(lines)
    zones = {line.timezone for line in told}
    return FleetCounts(
        chargers=len(told),
        attention=sum(line.attention > 0 for line in told),
        offline=sum(line.is_offline for line in told),
        faulted=sum(line.faulted > 0 for line in told),
        active_sessions=sum(line.active_sessions for line in told),
        energy_now_wh=sum(line.energy_now_wh for line in told),
        timezone=zones.pop() if len(zones) == 1 else None,
    )
