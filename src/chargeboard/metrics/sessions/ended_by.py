"""Who ended a session?"""

from __future__ import annotations

from typing import Final

from chargeboard.domain.codes import EndedBy
from chargeboard.domain.conclusions import Session

_BY: Final = {
    EndedBy.DRIVER: ("", "Local", "EVDisconnected"),
    EndedBy.VEHICLE: ("StoppedByEV", "SOCLimitReached"),
    EndedBy.CHARGER: (
        "EmergencyStop",
        "EnergyLimitReached",
        "GroundFault",
        "HardReset",
        "ImmediateReset",
        "LocalOutOfCredit",
        "OvercurrentFault",
        "PowerLoss",
        "PowerQuality",
        "Reboot",
        "SoftReset",
        "TimeLimitReached",
    ),
    EndedBy.OPERATOR: ("DeAuthorized", "MasterPass", "Remote", "UnlockCommand"),
}
_OF_REASON: Final = {reason: who for who, reasons in _BY.items() for reason in reasons}


def ended_by(session: Session) -> EndedBy | None:
    """By the reason of its stop, of which none is said where it is `Local`; None while it is open."""
    if session.end is None:
        return None
    return EndedBy.UNKNOWN if session.end_inferred else _OF_REASON.get(session.reason or "", EndedBy.UNKNOWN)
