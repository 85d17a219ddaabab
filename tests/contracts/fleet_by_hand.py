"""The list of chargers, ordered, filtered and counted in plain Python."""

from __future__ import annotations

from collections.abc import Iterable

from chargeboard.domain.figures.fleet import FleetCounts, FleetWanted
from chargeboard.domain.records import Line
from chargeboard.metrics.fleet import counts


def line_of_number(number: int, station: str) -> Line:
    """A line that is anything, by the digits of a number."""
    digits = [number // 10**place % 10 for place in range(6)]
    name = ("", "Hafen Süd", "hafen nord", "Depot")[digits[0] % 4]
    return Line(
        station=station,
        name=(name or station).lower(),
        text=f"{name} {station} site".casefold(),
        timezone=("UTC", "Europe/Berlin")[digits[1] % 2],
        worst=(0, 0, 2, 3)[digits[1] % 4],
        faulted=digits[2] % 3,
        is_offline=digits[3] % 2 == 0,
        active_errors=digits[3] % 3,
        attention=digits[4] % 3,
        sessions_today=digits[4],
        energy_today_wh=1000.5 * digits[5],
        utilization_pct=digits[2] * 7.25,
        success_pct=(101.0, 50.0, 100.0)[digits[5] % 3],
        active_sessions=digits[0] % 3,
        energy_now_wh=digits[1] * 10.0,
        site=("", "Hafen", "Depot")[digits[3] % 3],
    )


def _key(line: Line, sort: str) -> tuple[object, ...]:
    keys: dict[str, tuple[object, ...]] = {
        "need": (
            -line.worst,
            -line.faulted,
            not line.is_offline,
            -line.active_errors,
            -line.attention,
            line.name,
        ),
        "name": (line.name,),
        "sessions": (-line.sessions_today,),
        "energy": (-line.energy_today_wh,),
        "utilization": (-line.utilization_pct,),
        "success": (line.success_pct,),
    }
    return (*keys[sort], line.station)


def asked(
    lines: Iterable[Line], wanted: FleetWanted, sites: Iterable[str] | None = None
) -> tuple[list[Line], FleetCounts]:
    """The page, and what is true of all that fit."""
    known = [line for line in lines if sites is None or line.site in sites]
    is_shown = {
        "": lambda _: True,
        "attention": lambda line: line.attention > 0,
        "offline": lambda line: line.is_offline,
        "faulted": lambda line: line.faulted > 0,
    }[wanted.show]
    words = wanted.text.casefold().split()
    found = [line for line in known if is_shown(line) and all(word in line.text for word in words)]
    found.sort(key=lambda line: _key(line, wanted.sort))
    return found[wanted.offset : wanted.offset + wanted.limit], counts(found)
