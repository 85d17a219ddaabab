"""
How is a file of sessions to be read, all of it?

What is told holds; what all rows together allow in one way only is decided; the rest is asked, in words with
the option that answers. Nothing is guessed silently.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import tzinfo
from decimal import Decimal
from statistics import median
from typing import NamedTuple, cast, get_args
from zoneinfo import ZoneInfo

from chargeboard.capture.session_files.amounts import (
    UNITS,
    Mark,
    amount_of,
    duration_of,
    has_two_parts,
    mark_of,
)
from chargeboard.capture.session_files.columns import columns_of
from chargeboard.capture.session_files.moments import Order, UnreadError, moment_of, named_zone, order_of
from chargeboard.capture.session_files.roles import Role, words_of
from chargeboard.capture.session_files.sockets import sockets_of
from chargeboard.capture.session_files.tables import Cell, Table, shown
from chargeboard.capture.session_files.told import Told
from chargeboard.capture.session_files.words import say

_USUAL_POWER_W = (100, 400_000)
"""What sessions of a file charge with, in the middle."""
_LOOKED_AT = 5_000
"""So many rows tell how much power is usual."""
_HOUR_S = 3600
_DURATION_WORDS = {
    "seconds": "s sec secs second seconds sek sekunden",
    "minutes": "min mins minute minutes minuten",
    "hours": "h hr hrs hour hours std stunden",
}


class Settled(NamedTuple):
    """How a file is read, and what is still to be told; without questions it can be."""

    table: Table
    columns: Mapping[Role, int]
    guessed: frozenset[Role]
    station: str
    zone: ZoneInfo | None
    zones: Mapping[Role, tzinfo]
    """What headings say of the zone of their times."""
    order: Order | None = None
    mark: Mark = "point"
    factor: Decimal = Decimal(1)
    """To Wh."""
    duration_unit: str = ""
    sockets: Mapping[tuple[str, str], int] = {}
    """By charger and label."""
    questions: Sequence[str] = ()

    def cell(self, cells: Sequence[Cell], role: Role) -> Cell:
        """A cell of a row; None where there is none."""
        place = self.columns.get(role)
        return cells[place] if place is not None and place < len(cells) else None

    def charger(self, cells: Sequence[Cell]) -> str:
        """Whose session a row is."""
        return shown(self.cell(cells, Role.CHARGER)) if Role.CHARGER in self.columns else self.station


def settle(table: Table, told: Told, zone_of: Callable[[str], ZoneInfo | None]) -> Settled:
    """
    How the file is read; `zone_of` a charger is None where nobody said.

    Raises: DamagedError, where its rows cannot be read.
    """
    found = columns_of(table, told.columns)
    questions = list(found.questions)
    station = "" if Role.CHARGER in found.of else told.station
    zones = {role: zone for role in (Role.START, Role.END) if (zone := _zone_in(table, found.of.get(role)))}
    settled = Settled(table, found.of, found.guessed, station, told.zone, zones)
    asked_of = " ".join(questions)
    for role, others in ((Role.START, ()), (Role.END, (Role.DURATION,))):
        if not found.of.keys() & {role, *others} and f"{role}=" not in asked_of:
            questions.append(say("no_column", role=role))
    if questions:
        return settled._replace(questions=questions)
    if Role.CHARGER not in found.of and not told.station:
        questions.append(say("no_charger"))
    rows = [cells for _, cells in table.rows()]
    for step in (_with_order, _with_amounts, _with_duration):
        settled, question = step(settled, told, rows)
        questions += [question] if question else []
    sockets, unclear = sockets_of(
        {(settled.charger(cells), shown(settled.cell(cells, Role.SOCKET))) for cells in rows}, told.sockets
    )
    questions += unclear
    if settled.zone is None and _needs_zone(settled, rows, zone_of):
        questions.append(say("zone_needed"))
    return settled._replace(sockets=sockets, questions=questions)


def _zone_in(table: Table, place: int | None) -> tzinfo | None:
    """What a heading says: Start (UTC), End (Europe/Berlin)."""
    if place is None:
        return None
    heading = table.heading[place]
    if words_of(heading) & {"utc", "gmt"}:
        return named_zone("UTC")
    parts = heading.replace("(", " ").replace(")", " ").replace("[", " ").replace("]", " ").split()
    return next((zone for part in parts if "/" in part and (zone := named_zone(part))), None)


def _with_order(settled: Settled, told: Told, rows: Iterable[Sequence[Cell]]) -> tuple[Settled, str]:
    if chosen := told.choices.get("dates"):
        return settled._replace(order=cast("Order", chosen)), ""
    roles = (Role.DATE, Role.START, Role.END_DATE, Role.END)
    found = order_of(settled.cell(cells, role) for cells in rows for role in roles)
    if found in {"either", "both"}:
        return settled, say("which_order" if found == "either" else "mixed_order")
    return settled._replace(order=cast("Order | None", found)), ""


def _with_amounts(settled: Settled, told: Told, rows: Sequence[Sequence[Cell]]) -> tuple[Settled, str]:
    """The decimal mark and the unit, which tell each other by how much power they would mean."""
    roles = [role for role in (Role.ENERGY, Role.METER_START, Role.METER_END) if role in settled.columns]
    if not roles:
        return settled, ""
    mark = told.choices.get("decimal") or mark_of(
        settled.cell(cells, role) for cells in rows for role in (*roles, Role.DURATION)
    )
    if mark == "either":
        # one file has one mark
        known = mark_of(cell for cells in rows for cell in cells)
        mark = known if known in {"comma", "point"} else mark
    if mark == "both":
        return settled, say("mixed_decimal")
    unit = told.choices.get("unit") or _unit_in(settled.table.heading[settled.columns[roles[0]]])
    if unit is None and _have_units(settled, rows, roles):
        unit = "Wh"
    readings = [
        settled._replace(mark=cast("Mark", one_mark), factor=UNITS[one_unit.lower()])
        for one_mark in ([mark or "point"] if mark != "either" else get_args(Mark))
        for one_unit in ([unit] if unit else ["kWh", "Wh"])
    ]
    if len(readings) > 1:
        usual = {said: one for one in readings if (said := _weighed(one, rows)) and said.is_usual}
        # 1,234 kWh with a decimal comma is what 1,234 Wh is without one
        if len(usual) != 1:
            return settled, say("which_decimal" if unit else "which_unit")
        readings = list(usual.values())
    return readings[0], ""


def _unit_in(heading: str) -> str | None:
    found = words_of(heading) & UNITS.keys()
    return next(iter(found)) if len(found) == 1 else None


def _have_units(settled: Settled, rows: Sequence[Sequence[Cell]], roles: Sequence[Role]) -> bool:
    there = [cell for cells in rows for role in roles if shown(cell := settled.cell(cells, role))]
    return bool(there) and all(_unit_of(cell) for cell in there)


def _unit_of(cell: Cell) -> Decimal | None:
    try:
        return amount_of(cell, "point")[1]
    except UnreadError:
        return None


def energy_wh(settled: Settled, cells: Sequence[Cell]) -> Decimal | None:
    """
    The energy of a row; None where it says none.

    Raises: UnreadError.
    """

    def wh(role: Role) -> Decimal | None:
        amount, factor = amount_of(settled.cell(cells, role), settled.mark)
        return None if amount is None else amount * (factor or settled.factor)

    if Role.ENERGY in settled.columns:
        return wh(Role.ENERGY)
    first, last = wh(Role.METER_START), wh(Role.METER_END)
    return None if first is None or last is None else last - first


class _Weighed(NamedTuple):
    """What sessions come to, read in one way."""

    power_w: float
    """Of the one in the middle."""
    energy_wh: float

    @property
    def is_usual(self) -> bool:
        return _USUAL_POWER_W[0] <= self.power_w <= _USUAL_POWER_W[1]


def _weighed(settled: Settled, rows: Sequence[Sequence[Cell]]) -> _Weighed | None:
    found, total = list[float](), 0.0
    for cells in rows[:_LOOKED_AT]:
        try:
            energy, took = energy_wh(settled, cells), _took_s(settled, cells)
        except (UnreadError, OverflowError):
            continue
        if energy and took and took > 0:
            found.append(float(energy) * _HOUR_S / took)
            total += float(energy)
    return _Weighed(median(found), total) if found else None


def _took_s(settled: Settled, cells: Sequence[Cell]) -> float | None:
    """By its clock times, whatever the zone: nearly all sessions are of one offset."""
    if Role.END in settled.columns:
        order = settled.order or "day-first"
        start = moment_of(settled.cell(cells, Role.START), order).at
        end = moment_of(settled.cell(cells, Role.END), order).at
        return (end - start).total_seconds() if (start.tzinfo is None) == (end.tzinfo is None) else None
    took = duration_of(settled.cell(cells, Role.DURATION), settled.duration_unit, settled.mark)
    return None if took is None else took.total_seconds()


def _with_duration(settled: Settled, told: Told, rows: Sequence[Sequence[Cell]]) -> tuple[Settled, str]:
    place = settled.columns.get(Role.DURATION)
    if place is None:
        return settled, ""
    if chosen := told.choices.get("duration-unit"):
        return settled._replace(duration_unit=chosen), ""
    heading = settled.table.heading[place]
    for parts in ("hh:mm:ss", "hh:mm", "mm:ss"):
        if parts in heading.lower():
            return settled._replace(duration_unit=parts[:5]), ""
    words = words_of(heading)
    for unit, names in _DURATION_WORDS.items():
        if words & set(names.split()):
            return settled._replace(duration_unit=unit), ""
    cells = [settled.cell(row, Role.DURATION) for row in rows]
    if any(has_two_parts(cell) for cell in cells):
        return settled, say("which_parts")
    if any(_is_plain_number(cell) for cell in cells):
        return settled, say("which_duration_unit")
    return settled, ""


def _is_plain_number(cell: Cell) -> bool:
    try:
        return amount_of(cell, "point")[0] is not None
    except UnreadError:
        return False


def _needs_zone(
    settled: Settled, rows: Iterable[Sequence[Cell]], zone_of: Callable[[str], ZoneInfo | None]
) -> bool:
    """Whether a time says no zone, and nobody else does."""
    if Role.ZONE in settled.columns or settled.zones.keys() >= settled.columns.keys() & {
        Role.START,
        Role.END,
    }:
        return False
    known: dict[str, bool] = {}
    for cells in rows:
        charger = settled.charger(cells)
        if charger not in known:
            known[charger] = zone_of(charger) is not None
        if known[charger]:
            continue
        try:
            if moment_of(settled.cell(cells, Role.START), settled.order).at.tzinfo is None:
                return True
        except (UnreadError, OverflowError):
            continue
    return False
