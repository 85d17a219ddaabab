"""
Which numbers are there of each charger? Those of its line in the list.

Named as Prometheus wants it: in base units, so energy in joules, and ratios from 0 to 1. None: it is not
known, and no series tells it. What each means is said by `words.py` under its name.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from chargeboard.domain.figures.fleet import FleetCounts, FleetNumbers, PercentTold
from chargeboard.time.instants import SECOND

MOST_SERIES: Final = 40_000
"""So many are told within 0.3 s of CPU and 3 MB."""
_JOULES_PER_WH: Final = 3_600
_IN_PERCENT: Final = 100


def _online(row: FleetNumbers) -> float | None:
    return None if row.is_online is None or row.is_history else float(row.is_online)


def _faulted(row: FleetNumbers) -> float:
    return 0.0 if row.is_history else float(sum(one.state == "faulted" for one in row.sockets))


def _ratio(told: PercentTold) -> float | None:
    return None if told.pct is None else told.pct / _IN_PERCENT


def _joules(row: FleetNumbers) -> float | None:
    return None if row.energy_today_wh is None else row.energy_today_wh * _JOULES_PER_WH


def _last_contact_s(row: FleetNumbers) -> float | None:
    return None if row.last_contact is None else row.last_contact / SECOND


CHARGER_MEASURES: Final[Mapping[str, Callable[[FleetNumbers], float | None]]] = {
    "charger_online": _online,
    "charger_attention": lambda row: float(row.attention),
    "charger_sockets_faulted": _faulted,
    "charger_success_ratio": lambda row: _ratio(row.success),
    "charger_sessions_active": lambda row: float(row.active_sessions),
    "charger_utilization_ratio": lambda row: _ratio(row.utilization),
    "charger_energy_today_joules": _joules,
    "charger_sessions_today": lambda row: None if row.sessions_today is None else float(row.sessions_today),
    "charger_errors_active": lambda row: float(row.active_errors),
    "charger_last_contact_timestamp_seconds": _last_contact_s,
    "charger_sockets": lambda row: float(len(row.sockets)),
    "charger_info": lambda _: 1.0,
}
"""By name, those first that are told of however many chargers there are. All are gauges."""

INFO: Final = "charger_info"
"""It has the name and the site of a charger as labels, to be joined to the others by `charger`."""

FLEET_MEASURES: Final[Mapping[str, Callable[[FleetCounts], float]]] = {
    "chargers": lambda told: float(told.chargers),
    "chargers_offline": lambda told: float(told.offline),
    "chargers_faulted": lambda told: float(told.faulted),
    "chargers_attention": lambda told: float(told.attention),
    "chargers_sessions_active": lambda told: float(told.active_sessions),
}
"""Of all chargers that are asked for; told whatever the bound."""

OMITTED: Final = "charger_series_omitted"
"""How many series the bound left out."""


def labels_of(name: str) -> tuple[str, ...]:
    """The labels of a charger's number."""
    return ("charger", "name", "site") if name == INFO else ("charger",)
