"""
What does one value of a meter say, in base units?

Normalisation of S3 for both generations of the protocol: defaults, units and multipliers.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from chargeboard.decode.forms import Figure, Whole, number
from chargeboard.decode.notes import Notes
from chargeboard.decode.spelling import UNIT
from chargeboard.domain.reasons import Oddity

REGISTER = "Energy.Active.Import.Register"
EXPORT = "Energy.Active.Export.Register"
EXPORT_INTERVAL = "Energy.Active.Export.Interval"
EXPORT_POWER = "Power.Active.Export"
NET = "Energy.Active.Net"
_THOUSAND = Decimal(1000)
_ENERGY = {"Wh": None, "kWh": _THOUSAND}
_POWER = {"W": None, "kW": _THOUSAND}
_AMPERE: dict[str, Decimal | None] = {"A": None}
_VOLT: dict[str, Decimal | None] = {"V": None}
_SHARE: dict[str, Decimal | None] = {"Percent": None}
_HEAT: dict[str, Decimal | None] = {"Celsius": None, "Celcius": None, "Fahrenheit": None, "K": None}

UNITS: dict[str, dict[str, Decimal | None]] = {
    REGISTER: _ENERGY,
    "Energy.Active.Import.Interval": _ENERGY,
    EXPORT: _ENERGY,
    EXPORT_INTERVAL: _ENERGY,
    NET: _ENERGY,
    "Power.Active.Import": _POWER,
    EXPORT_POWER: _POWER,
    "Power.Offered": _POWER,
    "Current.Import": _AMPERE,
    "Current.Offered": _AMPERE,
    "Voltage": _VOLT,
    "SoC": _SHARE,
    "Temperature": _HEAT,
}
"""The measurands that a fact has a place for, the units that each may have, and what these count."""
_MULTIPLIER_MOST = 9


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


def scaled(energy_wh: Decimal, notes: Notes) -> Decimal:
    """Energy by the operator's factor for a charger that labels kWh as Wh (Q20)."""
    factor = notes.policy.energy_factor
    return energy_wh if factor == 1 else energy_wh * Decimal(str(factor))


def energy(said: Decimal | None, field: str, notes: Notes) -> Decimal | None:
    """A register that stands in a field of its own, in Wh; None, and odd, where it is no number."""
    if said is None:
        notes.nonconformant(Oddity.NO_NUMBER, rule="Q21", field=field)
        return None
    return scaled(said, notes)


def base_value(said: SampledValue, measurand: str, notes: Notes) -> Decimal | None:
    """The value of a measurand that has a base unit; None where it is no number or its unit cannot be."""
    value = number(said.value)
    if value is None:
        if said.value not in {None, ""}:
            notes.nonconformant(Oddity.NO_NUMBER, said.value, "Q21", field="value")
        return None
    unit, measure = said.unit, said.unit_of_measure
    if measure is not None:
        unit = measure.unit or unit
        if measure.multiplier:
            if abs(measure.multiplier) > _MULTIPLIER_MOST:
                notes.nonconformant(Oddity.BEYOND_ANY_METER, measure.multiplier, field="multiplier")
                return None
            value = value.scaleb(measure.multiplier)
    return _from_unit(value, unit, UNITS[measurand], notes) if unit else value


def _from_unit(value: Decimal, said: str, units: dict[str, Decimal | None], notes: Notes) -> Decimal | None:
    unit = said if said in units else notes.spelled(UNIT, said)
    if unit not in units:
        notes.nonconformant(Oddity.UNIT_DOES_NOT_FIT, unit)
        return None
    if units is _HEAT:
        return _celsius(value, unit)
    factor = units[unit]
    return value if factor is None else value * factor


def _celsius(value: Decimal, unit: str) -> Decimal:
    if unit == "K":
        return value - Decimal("273.15")
    return (value - 32) * 5 / 9 if unit == "Fahrenheit" else value
