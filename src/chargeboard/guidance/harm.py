"""
Which reports tell of danger to people?

Heat, leakage to earth, too much current, voltage where none should be, and damage: in the words of OCPP 1.6,
the vocabularies and the components of 2.x. A car's own faults and what merely does not work are none.
"""

from __future__ import annotations

from typing import Final

from chargeboard.domain.conclusions import Episode
from chargeboard.domain.figures.board import ErrorRow

_HOT: Final = "too_hot"
_LEAK: Final = "leakage"
_INSULATION: Final = "insulation"
_CURRENT: Final = "too_much_current"
_STUCK: Final = "stuck_contactor"
_OPENED: Final = "opened_or_moved"
_EMERGENCY: Final = "emergency_stop"

_BY_CODE: Final = {
    "hightemperature": _HOT,
    "cableovertempderate": "cable_too_hot",
    "cableovertempstop": "cable_too_hot",
    "groundfailure": _LEAK,
    "groundfault": _LEAK,
    "cablecheckfault": _INSULATION,
    "cablecheckfailure": _INSULATION,
    "capacitancefault": _INSULATION,
    "resistancefault": _INSULATION,
    "overcurrentfailure": _CURRENT,
    "overcurrentfault": _CURRENT,
    "overcurrent": _CURRENT,
    "connectorvoltagehigh": "voltage_at_the_connector",
    "powerswitchfailure": _STUCK,
    "evsecontactorfault": _STUCK,
    "contactorposition": _STUCK,
    "brokenlatch": "broken_latch",
    "cutcable": "cable_cut_off",
    "tamperdetectionactivated": _OPENED,
    "emergencystop": _EMERGENCY,
}
_SENSORS: Final = {
    "TemperatureSensor": _HOT,
    "CableBreakawaySensor": "cable_torn_off",
    "CaseAccessSensor": _OPENED,
    "EmergencyStopSensor": _EMERGENCY,
    "FloodSensor": "water",
    "ShockSensor": "shock",
    "TiltSensor": "tilted",
}
"""Parts that watch: what they saw. A problem of the sensor itself is none."""
_GUARDS: Final = {
    "GroundIsolationProtection": _INSULATION,
    "OverCurrentProtection": _CURRENT,
    "PowerContactor": _STUCK,
    "RCD": _LEAK,
}
"""Parts that protect: that they tripped, and that they do not work."""
_SEEN: Final = frozenset({"Active", "Tripped"})

BY_HAND: Final = frozenset({_EMERGENCY})
"""What somebody did on purpose: over when it is over."""


def harm_of(row: ErrorRow | Episode) -> str:
    """The code of the danger that an error tells of; "" for none."""
    for code in (row.code, row.vendor_code or ""):
        if harm := _BY_CODE.get(code.strip().casefold()):
            return harm
    part, said = row.component.partition(" ")[0].rstrip(","), row.variable.partition(" ")[0].rstrip(",")
    return (_SENSORS.get(part, "") if said in _SEEN else "") or _GUARDS.get(part, "")
