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
_TRIGGERED: Final = {
    EndedBy.DRIVER: ("EVConnectTimeout", "EVDeparted", "StopAuthorized"),
    EndedBy.VEHICLE: ("SoCLimitReached",),
    EndedBy.CHARGER: ("AbnormalCondition", "CostLimitReached", "EnergyLimitReached", "TimeLimitReached"),
    EndedBy.OPERATOR: ("Deauthorized", "RemoteStop", "ResetCommand", "TariffNotAccepted", "UnlockCommand"),
}
_OF_TRIGGER: Final = {trigger: who for who, triggers in _TRIGGERED.items() for trigger in triggers}
_SAYS_LITTLE: Final = frozenset({"", "Local", "Other"})


def ended_by(session: Session) -> EndedBy | None:
    """
    By the reason of its stop, of which none is said where it is `Local`; None while it is open.

    Where a 2.x reason says little, what triggered the end tells more, if it names anybody.
    """
    if session.end is None:
        return None
    if session.end_inferred:
        return EndedBy.UNKNOWN
    reason = session.reason or ""
    found = _OF_REASON.get(reason, EndedBy.UNKNOWN)
    return _OF_TRIGGER.get(session.stop_trigger, found) if reason in _SAYS_LITTLE else found
