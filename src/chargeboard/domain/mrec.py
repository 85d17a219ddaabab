"""
What does a ChargeX minimum required error code (MREC) mean?

Source: definitions 2.7, E1; <https://inl.gov/chargex/mrec>.
"""

from __future__ import annotations

import re

VENDOR = "https://chargex.inl.gov"
"""The vendorId that marks a vendor code as an MREC."""

NAMES: dict[str, str] = {
    "CX001": "ConnectorLockFailure",
    "CX002": "GroundFailure",
    "CX003": "HighTemperature",
    "CX004": "OverCurrentFailure",
    "CX005": "OverVoltage",
    "CX006": "UnderVoltage",
    "CX007": "WeakSignal",
    "CX008": "EmergencyStop",
    "CX009": "AuthorizationTimeout",
    "CX010": "InvalidVehicleMode",
    "CX011": "CableCheckFault",
    "CX012": "PreChargeFault",
    "CX013": "NoInternet",
    "CX014": "PilotFault",
    "CX015": "PowerLoss",
    "CX016": "EVContactorFault",
    "CX017": "EVSEContactorFault",
    "CX018": "CableOverTempDerate",
    "CX019": "CableOverTempStop",
    "CX020": "PartialInsertion",
    "CX021": "CapacitanceFault",
    "CX022": "ResistanceFault",
    "CX023": "ProximityFault",
    "CX024": "ConnectorVoltageHigh",
    "CX025": "BrokenLatch",
    "CX026": "CutCable",
}

_CODE = re.compile(r"CX\d{3}", re.IGNORECASE)


def mrec_of(code: str) -> str | None:
    """The MREC that a vendor or technical code is, in its own spelling; None if it is none."""
    code = code.strip()
    return code.upper() if _CODE.fullmatch(code) else None


def name_of(code: str) -> str | None:
    """The name of a vendor or technical code that is an MREC; None for another code or an unlisted number."""
    return NAMES.get(code.strip().upper())
