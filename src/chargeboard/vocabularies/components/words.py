"""
Which part of a 2.x station reports, and what does it say?

OCPP 2.x reports a fault as a variable of a component: its standardized names in plain words.
Source: definitions 4c; OCA's appendices of 2.0.1 and 2.1, chapters 3 and 4.
"""

from __future__ import annotations

from typing import Final

from chargeboard.words.catalogue import Words
from chargeboard.words.sentences import FORMATS

_PARTS: Final = {
    "AccessBarrier": "barrier of the site",
    "AcDcConverter": "power module",
    "AcPhaseSelector": "phase selector",
    "Actuator": "actuator",
    "AirCoolingSystem": "cooling fan",
    "AreaVentilation": "ventilation of the bay",
    "BayOccupancySensor": "sensor of the bay",
    "BeaconLighting": "beacon light",
    "CableBreakawaySensor": "sensor for torn cables",
    "CaseAccessSensor": "sensor of the door",
    "CHAdeMOCtrlr": "CHAdeMO controller",
    "ChargingStation": "charging station",
    "ChargingStatusIndicator": "status light",
    "ConnectedEV": "car",
    "Connector": "connector",
    "ConnectorHolsterRelease": "release of the holster",
    "ConnectorHolsterSensor": "sensor of the holster",
    "ConnectorPlugRetentionLock": "lock of the plug",
    "ConnectorProtectionRelease": "protective flap of the connector",
    "Controller": "controller",
    "ControlMetering": "meter for control",
    "CPPWMController": "control pilot",
    "DataLink": "network link",
    "Display": "display",
    "DistributionPanel": "distribution panel",
    "ElectricalFeed": "mains feed",
    "ELVSupply": "low voltage supply",
    "EmergencyStopSensor": "emergency stop",
    "EnvironmentalLighting": "lighting",
    "EVRetentionLock": "lock at the car",
    "EVSE": "charging point",
    "ExternalTemperatureSensor": "outside temperature sensor",
    "FiscalMetering": "billing meter",
    "FloodSensor": "flood sensor",
    "GroundIsolationProtection": "insulation monitor",
    "Heater": "heater",
    "HumiditySensor": "humidity sensor",
    "ISO15118Ctrlr": "ISO 15118 controller",
    "LightSensor": "light sensor",
    "LiquidCoolingSystem": "liquid cooling",
    "LocalAvailabilitySensor": "local availability input",
    "LocalController": "local controller",
    "LocalEnergyStorage": "battery",
    "OverCurrentProtection": "overcurrent protection",
    "OverCurrentProtectionRecloser": "recloser of the overcurrent protection",
    "PowerContactor": "contactor",
    "PowerMeter": "power meter",
    "RCD": "residual-current device",
    "RCDRecloser": "recloser of the residual-current device",
    "RealTimeClock": "clock",
    "ShockSensor": "shock sensor",
    "SpacesCountSignage": "sign of free bays",
    "Switch": "switch",
    "TemperatureSensor": "temperature sensor",
    "TiltSensor": "tilt sensor",
    "TokenReader": "card reader",
    "UIInput": "keys",
    "UpstreamProtectionTrigger": "trigger of the upstream protection",
    "VehicleIdSensor": "vehicle id sensor",
}
_STATES: Final = {
    "Problem": "has a problem",
    "Tripped": "has tripped and needs somebody to reset it",
    "Overload": "is overloaded",
    "Fallback": "runs on its fallback",
    "Active": "is active",
    "Operated": "operated",
    "Complete": "completed",
}
_SAID: Final = {
    ("ConnectorPlugRetentionLock", "Problem"): "failed to lock or unlock",
    ("EVRetentionLock", "Problem"): "failed to lock or unlock",
    ("PowerContactor", "Problem"): "failed to open or close",
    ("TemperatureSensor", "Active"): "reads too high a temperature",
    ("ExternalTemperatureSensor", "Active"): "reads a temperature out of range",
    ("OverCurrentProtection", "Active"): "has tripped",
    ("GroundIsolationProtection", "Active"): "found leakage to earth",
    ("GroundIsolationProtection", "Problem"): "found an insulation fault",
    ("CableBreakawaySensor", "Active"): "found the cable torn off",
    ("CaseAccessSensor", "Active"): "found the door open",
    ("FloodSensor", "Active"): "found water",
    ("TiltSensor", "Active"): "found the charger tilted",
    ("ShockSensor", "Active"): "felt a shock",
    ("EmergencyStopSensor", "Active"): "was pressed",
    ("FiscalMetering", "Problem"): "cannot be read or counts wrongly",
    ("TokenReader", "Problem"): "does not work: drivers can only start by app",
    ("RealTimeClock", "Fallback"): "has a weak battery",
    ("DataLink", "Fallback"): "uses its second network",
    ("CHAdeMOCtrlr", "Tripped"): "ended its talk with the car abnormally",
    ("ISO15118Ctrlr", "Tripped"): "broke its talk with the car off",
}
_ACTIONS: Final = {
    "Problem": "Look at that part on site, or fetch the charger's diagnostics.",
    "Tripped": "Send somebody to look at it and reset it.",
    "Overload": "Lower the power; check what else draws from it.",
    "Fallback": "Find out why the first choice failed before the second does.",
}

_ALERTED = "Look at the value that it reports, and at the limit that its monitor was given."

MOMENTARY: Final = frozenset({"Operated", "Complete"})
"""Variables that only say that something happened: they are always true and never clear."""

_WHO: Final = "The {component:part} ({component}, {variable})"

say = Words(
    "vocabularies.components",
    {
        **{f"part_{name}": part for name, part in _PARTS.items()},
        "part": "component",
        **{f"is_{kind}": f"{_WHO} {state}." for kind, state in _STATES.items()},
        **{f"{name}_{kind}": f"{_WHO} {state}." for (name, kind), state in _SAID.items()},
        "alerted": f"{_WHO} reports an alert.",
        "reported_by": "Reported by the {component:part} ({component}, {variable}).",
        **{f"{kind}_action": action for kind, action in _ACTIONS.items()},
        "alerted_action": _ALERTED,
    },
)


def code_of(component: str, variable: str) -> str:
    """Of what a variable of a component says."""
    name, kind = component.partition(" ")[0], variable.partition(" ")[0]
    if (name, kind) in _SAID:
        return f"{name}_{kind}"
    return f"is_{kind}" if kind in _STATES else "alerted"


def action_code_of(variable: str) -> str:
    """Of what to do about it."""
    kind = variable.partition(" ")[0]
    return f"{kind}_action" if kind in _ACTIONS else "alerted_action"


def part(component: str) -> str:
    """What a component is, in plain words."""
    name = component.partition(" ")[0]
    return say(f"part_{name}") if name in _PARTS else say("part")


FORMATS["part"] = part
