"""
What did the meter read, in base units?

Normalisation of S3 for both generations of the protocol: defaults, units, multipliers, the outlet before
other places, a total before the sum of its phases, a current reading before one of the transaction's begin.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import TypeAlias

import msgspec

from chargeboard.decode.forms import Figure, Whole, number
from chargeboard.decode.notes import Notes
from chargeboard.decode.words import CONTEXT, FORMAT, LOCATION, MEASURAND, PHASE, UNIT
from chargeboard.domain.facts import Phases, Sampled


class UnitOfMeasure(msgspec.Struct, gc=False):
    """2.x: the unit and its power of ten."""

    unit: str | None = None
    multiplier: Whole | None = None


class SampledValue(msgspec.Struct, rename="camel", gc=False):
    """One value of one measurand; 1.6 names the unit, 2.x the unit of measure."""

    value: Figure | None = None
    context: str | None = None
    measurand: str | None = None
    phase: str | None = None
    location: str | None = None
    unit: str | None = None
    format: str | None = None
    unit_of_measure: UnitOfMeasure | None = None


class MeterValue(msgspec.Struct, rename="camel", gc=False):
    """Values read at one instant."""

    timestamp: str | None = None
    sampled_value: list[SampledValue] | None = None


Rank: TypeAlias = int
"""How far a value is from the wanted one: the lower the better."""

_REGISTER = "Energy.Active.Import.Register"
_BEGIN = "Transaction.Begin"
_PERIODIC = "Sample.Periodic"
_THOUSAND = Decimal(1000)
_ENERGY = {"Wh": None, "kWh": _THOUSAND}
_POWER = {"W": None, "kW": _THOUSAND}
_AMPERE: dict[str, Decimal | None] = {"A": None}
_VOLT: dict[str, Decimal | None] = {"V": None}
_SHARE: dict[str, Decimal | None] = {"Percent": None}
_HEAT: dict[str, Decimal | None] = {"Celsius": None, "Celcius": None, "Fahrenheit": None, "K": None}

_UNITS: dict[str, dict[str, Decimal | None]] = {
    _REGISTER: _ENERGY,
    "Energy.Active.Import.Interval": _ENERGY,
    "Energy.Active.Export.Register": _ENERGY,
    "Power.Active.Import": _POWER,
    "Power.Offered": _POWER,
    "Current.Import": _AMPERE,
    "Current.Offered": _AMPERE,
    "Voltage": _VOLT,
    "SoC": _SHARE,
    "Temperature": _HEAT,
}
_PLACES = {"Outlet": 0, "Inlet": 1, "Cable": 2, "EV": 3, "Body": 4, "Upstream": 5, "Grid": 6}
_ELSEWHERE = 7
_AT_BEGIN = 8
"""Worse than any place: what was read at the transaction's begin says nothing of now (g15)."""
_PHASES = {"L1": 0, "L2": 1, "L3": 2, "L1-N": 0, "L2-N": 1, "L3-N": 2}
_MULTIPLIER_MOST = 9


class _Picked:
    """The best values of one measurand: a total and up to three phases."""

    __slots__ = ("context", "phased", "phased_rank", "total", "total_rank")

    def __init__(self) -> None:
        self.total: Decimal | None = None
        self.total_rank: Rank = 99
        self.phased: list[Decimal | None] | None = None
        self.phased_rank: Rank = 99
        self.context = ""

    def offer(self, value: Decimal, rank: Rank, phase: int | None, context: str) -> None:
        if phase is None:
            if rank < self.total_rank:
                self.total, self.total_rank = value, rank
                if rank <= self.phased_rank:
                    self.context = context
            return
        if rank < self.phased_rank:
            self.phased, self.phased_rank = [None, None, None], rank
            if rank < self.total_rank:
                self.context = context
        if rank == self.phased_rank and self.phased is not None and self.phased[phase] is None:
            self.phased[phase] = value

    def one(self) -> Decimal | None:
        """The total as said, else the sum of the phases."""
        if self.phased is None or self.total_rank <= self.phased_rank:
            return self.total
        return sum((value for value in self.phased if value is not None), Decimal(0))

    def phases(self) -> Phases | None:
        """Each phase as said; a current or voltage without a phase is that of the first."""
        if self.phased is not None:
            return Phases(*(None if value is None else float(value) for value in self.phased))
        return None if self.total is None else Phases(float(self.total))


def tell_samples(
    values: Sequence[MeterValue] | None, socket: int | None, transaction_id: str, notes: Notes, *, is_v2: bool
) -> None:
    """Notes one fact for each instant that was read."""
    for value in values or ():
        if value.sampled_value:
            notes.tell(_sample(value, value.sampled_value, socket, transaction_id, notes, is_v2=is_v2))
        else:
            notes.nonconformant("sampledValue is missing")


def _sample(
    value: MeterValue,
    sampled: Sequence[SampledValue],
    socket: int | None,
    transaction_id: str,
    notes: Notes,
    *,
    is_v2: bool,
) -> Sampled:
    picked = _pick(sampled, notes, is_v2=is_v2)
    at, clock_repaired = notes.when(value.timestamp)
    if len(picked) == 1 and _REGISTER in picked:
        register = picked[_REGISTER]
        return Sampled(
            at,
            notes.received_at,
            socket,
            transaction_id,
            _energy(register, notes),
            context=register.context,
            clock_repaired=clock_repaired,
        )
    get = picked.get
    register = get(_REGISTER) or next(iter(picked.values()), _NOTHING)
    power = get("Power.Active.Import", _NOTHING)
    current, voltage = get("Current.Import", _NOTHING), get("Voltage", _NOTHING)
    return Sampled(
        at,
        notes.received_at,
        socket,
        transaction_id,
        register_wh=_energy(get(_REGISTER, _NOTHING), notes),
        power_w=_float(power),
        soc_pct=_float(get("SoC", _NOTHING)),
        interval_wh=_energy(get("Energy.Active.Import.Interval", _NOTHING), notes),
        context=register.context,
        current_a=current.phases(),
        voltage_v=voltage.phases(),
        power_by_phase_w=power.phases() if power.phased is not None else None,
        offered_w=_float(get("Power.Offered", _NOTHING)),
        offered_a=_float(get("Current.Offered", _NOTHING)),
        export_wh=_energy(get("Energy.Active.Export.Register", _NOTHING), notes),
        temperature_c=_float(get("Temperature", _NOTHING)),
        clock_repaired=clock_repaired,
    )


_NOTHING = _Picked()


def _energy(picked: _Picked, notes: Notes) -> Decimal | None:
    value = picked.one()
    return value if value is None else scaled(value, notes)


def scaled(energy_wh: Decimal, notes: Notes) -> Decimal:
    """Energy by the operator's factor for a charger that labels kWh as Wh (Q20)."""
    factor = notes.policy.energy_factor
    return energy_wh if factor == 1 else energy_wh * Decimal(str(factor))


def _float(picked: _Picked) -> float | None:
    value = picked.one()
    return None if value is None else float(value)


def _pick(sampled: Sequence[SampledValue], notes: Notes, *, is_v2: bool) -> dict[str, _Picked]:
    """The best values by measurand, in base units."""
    picked: dict[str, _Picked] = {}
    for said in sampled:
        measurand = said.measurand or _REGISTER
        if measurand not in _UNITS:
            measurand = notes.spelled(MEASURAND, measurand)
            if measurand not in _UNITS:
                continue
        if said.format and notes.spelled(FORMAT, said.format) == "SignedData":
            continue
        context = notes.spelled(CONTEXT, said.context)
        # in 1.6 meterStart is the start register, and some send 0 here in every sample (Q23)
        if context == _BEGIN and measurand == _REGISTER and not is_v2:
            continue
        phase = _PHASES.get(notes.spelled(PHASE, said.phase)) if said.phase else None
        value = None if said.phase and phase is None else _base_value(said, measurand, notes)
        if value is None:
            continue
        best = picked.get(measurand)
        if best is None:
            best = picked[measurand] = _Picked()
        rank = _AT_BEGIN if context == _BEGIN else 0
        if said.location and said.location != "Outlet":
            rank += _PLACES.get(notes.spelled(LOCATION, said.location), _ELSEWHERE)
        best.offer(value, rank, phase, "" if context == _PERIODIC else context)
    return picked


def _base_value(said: SampledValue, measurand: str, notes: Notes) -> Decimal | None:
    value = number(said.value)
    if value is None:
        if said.value not in {None, ""}:
            notes.nonconformant("value is no number", said.value, "Q21")
        return None
    unit, measure = said.unit, said.unit_of_measure
    if measure is not None:
        unit = measure.unit or unit
        if measure.multiplier:
            if abs(measure.multiplier) > _MULTIPLIER_MOST:
                notes.nonconformant("multiplier is beyond any meter", measure.multiplier)
                return None
            value = value.scaleb(measure.multiplier)
    return _from_unit(value, unit, _UNITS[measurand], notes) if unit else value


def _from_unit(value: Decimal, said: str, units: dict[str, Decimal | None], notes: Notes) -> Decimal | None:
    unit = said if said in units else notes.spelled(UNIT, said)
    if unit not in units:
        notes.nonconformant("unit does not fit the measurand", unit)
        return None
    if units is _HEAT:
        return _celsius(value, unit)
    factor = units[unit]
    return value if factor is None else value * factor


def _celsius(value: Decimal, unit: str) -> Decimal:
    if unit == "K":
        return value - Decimal("273.15")
    return (value - 32) * 5 / 9 if unit == "Fahrenheit" else value
